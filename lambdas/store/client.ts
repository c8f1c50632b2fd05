import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A management call waits this long for one DynamoDB attempt, and makes three at most. */
const attemptTimeoutMs = 2_000;

/**
 * Names of projects and of metadata are the caller's: an object with a member `constructor` is still a map.
 */
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
