import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type BucketUpdate, updateOfFull, updateOfUsed } from '../contract/bucket-updates.ts';
import type { BucketWrite, CredentialsReader, LimiterStore } from '../domain/ports.ts';

/** DynamoDB asks for a pause before keys that it did not process are asked for again. */
const unprocessedPauseMs = 20;

export interface Credentials {
  readonly reader: CredentialsReader;
  readonly limiterStore: LimiterStore;
}

/** @param now the clock that deadlines are told by, milliseconds since the epoch */
export function connectCredentials(table: string, now: () => number): Credentials {
  const client = new DynamoDBClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
  });
  const signalAt = (deadlineMs: number) => AbortSignal.timeout(Math.max(0, deadlineMs - now()));

  async function write(update: BucketUpdate, deadlineMs: number): Promise<BucketWrite> {
    const { pk, expression, condition, names, values } = update;
    const command = new UpdateItemCommand({
      TableName: table,
      Key: { pk: { S: pk } },
      UpdateExpression: expression,
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ReturnValues: 'UPDATED_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      const { Attributes } = await client.send(command, { abortSignal: signalAt(deadlineMs) });
      return { applied: true, tatNs: readTat(Attributes) };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { applied: false, tatNs: readTat(error.Item) };
    }
  }

  return {
    limiterStore: {
      takeFromFull: (apiKeyId, time, deadlineMs) => write(updateOfFull(apiKeyId, time), deadlineMs),
      takeFromUsed: (apiKeyId, time, deadlineMs) => write(updateOfUsed(apiKeyId, time), deadlineMs),
    },
    reader: {
      async read(keys, deadlineMs) {
        const items = new Map<string, object>();
        const signal = signalAt(deadlineMs);
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
    },
  };
}

function readTat(item: Record<string, AttributeValue> | undefined): bigint | null {
  const text = item?.['tat']?.N;
  return text === undefined ? null : BigInt(text);
}
