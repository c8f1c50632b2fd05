import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { CredentialsReader } from '../domain/ports.ts';

/** How long a verdict may wait for DynamoDB, retries included. */
const budgetMs = 1_000;
/** DynamoDB asks for a pause before keys that it did not process are asked for again. */
const unprocessedPauseMs = 20;

export function createCredentialsReader(table: string): CredentialsReader {
  const client = new DynamoDBClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: budgetMs, throwOnRequestTimeout: true },
  });
  return {
    async read(keys) {
      const items = new Map<string, object>();
      const signal = AbortSignal.timeout(budgetMs);
      let pending: Record<string, AttributeValue>[] = keys.map(({ pk }) => ({ pk: { S: pk } }));
      while (pending.length > 0) {
        signal.throwIfAborted();
        const input = { RequestItems: { [table]: { Keys: pending, ConsistentRead: true } } };
        const output = await client.send(new BatchGetItemCommand(input), { abortSignal: signal });
        for (const item of output.Responses?.[table] ?? []) {
          items.set(item['pk']?.S ?? '', unmarshall(item));
        }
        if (output.UnprocessedKeys?.[table] !== undefined)
          await sleep(unprocessedPauseMs, undefined, { signal });
        pending = output.UnprocessedKeys?.[table]?.Keys ?? [];
      }
      return items;
    },
  };
}
