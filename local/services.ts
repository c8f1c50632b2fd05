import { Accounts } from './cognito/accounts.ts';
import { startCognitoEndpoint } from './cognito/cognito-endpoint.ts';
import { EventBuses } from './events/event-buses.ts';
import { putEvents } from './events/put-events.ts';
import type { ServiceEndpoints } from './functions/function-definition.ts';
import { type InvokeParts, startLambdaEndpoint } from './functions/lambda-endpoint.ts';
import type { HiddenServer } from './http/hidden-server.ts';
import { startJsonService } from './http/json-service.ts';
import type { UserPool } from './issuer/user-pool.ts';
import type { LogGroups } from './logs/log-groups.ts';
import { startLogsEndpoint } from './logs/logs-endpoint.ts';
import { startSesEndpoint } from './mail/ses-endpoint.ts';
import { startS3Endpoint } from './s3/s3-endpoint.ts';
import type { Secrets } from './secrets/secrets.ts';
import { secretsOperations } from './secrets/secrets-operations.ts';
import { writeAtomically } from './storage/atomic-file.ts';
import type { Buckets } from './storage/buckets.ts';
import type { DataFolder } from './storage/data-folder.ts';

const maxJsonBytes = 8 * 1024 * 1024;

/** What the services keep their data in, and whom they call. */
export interface ServiceParts extends InvokeParts {
  readonly folder: DataFolder;
  readonly buckets: Buckets;
  readonly logs: LogGroups;
  readonly secrets: Secrets;
  readonly userPools: ReadonlyMap<string, UserPool>;
}

/** The AWS services that functions call, but for DynamoDB: each at an address of its own. */
export class Services {
  readonly endpoints: Omit<ServiceEndpoints, 'dynamodb' | 'trustedFolder'>;
  readonly #servers: readonly HiddenServer[];

  private constructor(servers: Record<keyof Services['endpoints'], HiddenServer>) {
    this.#servers = Object.values(servers);
    const { logs, cognito, s3, secrets, events, mail, lambda } = servers;
    this.endpoints = {
      logs: logs.url,
      cognito: cognito.url,
      s3: s3.url,
      secrets: secrets.url,
      events: events.url,
      mail: mail.url,
      lambda: lambda.url,
    };
  }

  static async start(parts: ServiceParts): Promise<Services> {
    const { folder, buckets, logs, secrets, userPools } = parts;
    const keepMail = (name: string, content: string) =>
      writeAtomically(folder.file('mail', `${name}.eml`), content);
    const accounts = new Accounts(folder.file('accounts.json'));
    const buses = new EventBuses(folder.file('events'));
    return new Services({
      logs: await startLogsEndpoint(logs),
      cognito: await startCognitoEndpoint(userPools, { accounts, keepMail }),
      s3: await startS3Endpoint(buckets),
      secrets: await startJsonService({
        target: 'secretsmanager',
        operations: secretsOperations(secrets),
        maxBodyBytes: maxJsonBytes,
        fault: 'InternalServiceError',
      }),
      events: await startJsonService({
        target: 'AWSEvents',
        operations: { PutEvents: (input) => putEvents(input, buses) },
        maxBodyBytes: maxJsonBytes,
        fault: 'InternalException',
      }),
      mail: await startSesEndpoint(keepMail),
      lambda: await startLambdaEndpoint(parts),
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
  }
}
