import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import * as environment from '../../lambdas/contract/environment.ts';
import type { Configuration } from '../configuration/configuration.ts';

/** The variable that names the accounts whose gateways can be protected: that of the stack, and those of the configuration. */
export function gatewayAccountsEnvironment(
  scope: IConstruct,
  { protectedAccounts }: Pick<Configuration, 'protectedAccounts'>,
): [name: string, value: string] {
  return [environment.gatewayAccounts, JSON.stringify([Stack.of(scope).account, ...protectedAccounts])];
}
