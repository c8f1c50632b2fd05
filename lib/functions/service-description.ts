import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import * as environment from '../../lambdas/contract/environment.ts';
import type { ServiceDescription } from '../../lambdas/contract/service.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { catalogueBeside } from '../configuration/settings.ts';
import type { Issuer } from '../identity/issuer.ts';

/** Of Latchkey, as its package has it. */
export function latchkeyVersion(): string {
  const file = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}

/** Where people sign in. */
interface ServiceIdentity {
  readonly issuer: Issuer | null;
  /** The deployment's own, whose people it can invite; null where there is none. */
  readonly userPool: IUserPool | null;
}

/** The environment variable with what is told to whoever makes screens for the deployment. */
export function serviceEnvironment(
  stack: Stack,
  configuration: Configuration,
  { issuer, userPool }: ServiceIdentity,
): [name: string, value: string] {
  const description: ServiceDescription = {
    name: configuration.deploymentName,
    version: latchkeyVersion(),
    issuer: issuer?.issuer ?? null,
    clientIds: {
      console: issuer?.consoleClientId ?? null,
      commandLine: issuer?.commandLineClientId ?? null,
    },
    invites: userPool !== null,
    catalogue: catalogueBeside(configuration),
  };
  return [environment.service, stack.toJsonString(description)];
}
