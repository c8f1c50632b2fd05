import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as environment from '../contract/environment.ts';
import { requireEnvironment } from '../contract/require-environment.ts';

/** A management call waits this long for one DynamoDB attempt, and makes three at most. */
const attemptTimeoutMs = 2_000;

/** Names of projects and metadata are free: an object with a member `constructor` is still a map. */
export const marshallOptions = { removeUndefinedValues: true, convertClassInstanceToMap: true } as const;

export function createDocumentClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: attemptTimeoutMs,
      throwOnRequestTimeout: true,
    },
  });
  // Copies every answer for a logger, also where there is none: a fifth of a call's processor time.
  client.middlewareStack.remove('loggerMiddleware');
  return DynamoDBDocumentClient.from(client, { marshallOptions });
}

/** The Registry table, and the client that reaches it. */
export interface RegistryTable {
  readonly client: DynamoDBDocumentClient;
  readonly registry: string;
}

/** The Credentials table, and the client that reaches it. */
export interface CredentialsTable {
  readonly client: DynamoDBDocumentClient;
  readonly credentials: string;
}

/** The two tables that management changes. */
export interface Tables extends RegistryTable, CredentialsTable {}

/** The Usage table, and the client that reaches it. */
export interface UsageTable {
  readonly client: DynamoDBDocumentClient;
  readonly usage: string;
}

/** The Outbox table, and the client that reaches it. */
export interface OutboxTable {
  readonly client: DynamoDBDocumentClient;
  readonly outbox: string;
}

/** The tables that management changes, as the stack has named them to the function. */
export function connectTables(): Tables {
  return {
    client: createDocumentClient(),
    credentials: requireEnvironment(environment.credentialsTable),
    registry: requireEnvironment(environment.registryTable),
  };
}

/** The Registry table, as the stack has named it to the function. */
export function connectRegistryTable(client = createDocumentClient()): RegistryTable {
  return { client, registry: requireEnvironment(environment.registryTable) };
}

/** The Usage table, as the stack has named it to the function. */
export function connectUsageTable(client = createDocumentClient()): UsageTable {
  return { client, usage: requireEnvironment(environment.usageTable) };
}

/** The Outbox table, as the stack has named it to the function. */
export function connectOutboxTable(client = createDocumentClient()): OutboxTable {
  return { client, outbox: requireEnvironment(environment.outboxTable) };
}

/** The tables of keys and of who has used them, as the stack has named them to the function. */
export function connectUsageTables(): RegistryTable & UsageTable {
  return { ...connectUsageTable(), registry: requireEnvironment(environment.registryTable) };
}
