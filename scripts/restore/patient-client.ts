import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshallOptions } from '../../lambdas/store/client.ts';

/**
 * A client for work that nobody waits for: a new table takes some 4,000 writes a second and then throttles, until it
 * has grown.
 *
 * @param endpoint undefined for the one of the region
 */
export function patientClient(endpoint: string | undefined): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    maxAttempts: 10,
    retryMode: 'adaptive',
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions });
}
