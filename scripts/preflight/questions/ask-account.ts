import type { Account } from '../account.ts';
import type { DeploymentNames } from '../deployment-names.ts';
import type { ClientOptions } from './clients.ts';
import { askGateway } from './gateway.ts';
import { askConcurrency } from './lambda.ts';
import { askLogGroups } from './log-groups.ts';
import { askStacks } from './stacks.ts';
import { askTableQuotas } from './table-quotas.ts';

/** Asks everything at once; nothing is created or changed by asking. */
export async function askAccount(options: ClientOptions, names: DeploymentNames): Promise<Account> {
  const [concurrency, gateway, bootstrap, stacks, logGroups, tableQuotas] = await Promise.all([
    askConcurrency(options),
    askGateway(options),
    askStacks(options, [names.bootstrapStack]),
    askStacks(options, names.stacks),
    askLogGroups(
      options,
      names.logGroups.map(({ name }) => name),
    ),
    askTableQuotas(options),
  ]);
  return { concurrency, gateway, bootstrap, stacks, logGroups, tableQuotas };
}
