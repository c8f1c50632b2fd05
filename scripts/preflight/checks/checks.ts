import type { Configuration } from '../../../lib/configuration/configuration.ts';
import type { Account } from '../account.ts';
import type { DeploymentNames } from '../deployment-names.ts';
import { type Finding, whenKnown } from '../finding.ts';
import { checkBootstrap } from './bootstrap.ts';
import { checkConcurrency } from './concurrency.ts';
import { checkCloudWatchRole, checkThrottle } from './gateway.ts';
import { checkLogGroups } from './log-groups.ts';
import { checkStacks } from './stacks.ts';
import { checkTables } from './tables.ts';

/** Holds the account against the configuration. */
export function checkAccount(
  configuration: Configuration,
  account: Account,
  { apiStack, bootstrapStack, logGroups }: DeploymentNames,
): readonly Finding[] {
  const isDeployed = 'value' in account.stacks && account.stacks.value.some(({ name }) => name === apiStack);
  return [
    ...whenKnown("CDK's bootstrap", account.bootstrap, (found) => [checkBootstrap(bootstrapStack, found)]),
    ...whenKnown('The state of the stacks', account.stacks, checkStacks),
    ...whenKnown('The names of the log groups', account.logGroups, (found) =>
      checkLogGroups(logGroups, found),
    ),
    ...whenKnown("API Gateway's throttle and CloudWatch role", account.gateway, (gateway) => [
      checkCloudWatchRole(configuration, gateway),
      checkThrottle(configuration, gateway),
    ]),
    ...whenKnown("Lambda's concurrency", account.concurrency, (concurrency) =>
      checkConcurrency(configuration, concurrency, isDeployed),
    ),
    ...whenKnown("The throughput of DynamoDB's tables", account.tableQuotas, (quotas) =>
      checkTables(configuration, quotas),
    ),
  ];
}
