import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { UsageChunk } from '../domain/usage-chunk.ts';
import { usageTtlOf } from '../domain/usage-day.ts';
import { absent, isPastTtl } from './conditions.ts';
import { orUnavailable } from './unavailable.ts';

/** The Usage table, and the client that reaches it. */
export interface UsageTable {
  readonly client: DynamoDBDocumentClient;
  readonly usage: string;
}

/** Writes a chunk where it is not there yet. */
export type PutUsageChunk = (chunk: UsageChunk) => Promise<void>;

const partitionOf = ({ apiKeyId, day }: Pick<UsageChunk, 'apiKeyId' | 'day'>) => `${apiKeyId}#${day}`;

/** @throws what DynamoDB answers, but for a chunk that is there already: then there is nothing left to do */
export function createUsageChunkWriter(
  { client, usage }: UsageTable,
  { usageRetentionDays }: { readonly usageRetentionDays: number },
): PutUsageChunk {
  return async (chunk) => {
    const { name, day, counts, entries } = chunk;
    const ttl = usageTtlOf(day, usageRetentionDays);
    const Item = { pk: partitionOf(chunk), sk: name, counts, entries, ttl };
    try {
      await orUnavailable(() => client.send(new PutCommand({ TableName: usage, Item, ...absent })));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
}

/** Chunks of a key and a UTC day. */
export interface UsageChunkQuery extends Pick<UsageChunk, 'apiKeyId' | 'day'> {
  /** Times of the newest call of a chunk, both included: epoch milliseconds. */
  readonly newestFrom: number;
  readonly newestTo: number;
  /** What is read of them beside the name. */
  readonly part: 'counts' | 'entries';
}

/** A chunk as far as it was read. */
export type StoredChunk = Pick<UsageChunk, 'name' | 'counts' | 'entries'>;

/** Chunks a round trip: 1 MB of them at most (DynamoDB), which large ones fill with a few. */
const pageSize: Readonly<Record<UsageChunkQuery['part'], number>> = { counts: 10_000, entries: 100 };

/** Reads chunks page by page, lazily, those with the newest calls first, without those past their ttl. */
export async function* queryUsageChunks(
  { client, usage }: UsageTable,
  { newestFrom, newestTo, part, ...key }: UsageChunkQuery,
  now: () => number,
): AsyncGenerator<StoredChunk[]> {
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const command = new QueryCommand({
      TableName: usage,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ProjectionExpression: 'sk, #part, #ttl',
      ExpressionAttributeNames: { '#part': part, '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':pk': partitionOf(key),
        ':from': new Date(newestFrom).toISOString(),
        ':to': `${new Date(newestTo).toISOString()}~`,
      },
      ScanIndexForward: false,
      Limit: pageSize[part],
      ExclusiveStartKey,
    });
    const page = await orUnavailable(() => client.send(command));
    yield (page.Items ?? [])
      .filter((item) => !isPastTtl(item, now()))
      .map(({ sk, ...parts }) => ({ name: sk, ...parts }) as unknown as StoredChunk);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}
