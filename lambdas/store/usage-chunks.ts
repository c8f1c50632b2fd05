import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { LineId, UsageChunk, UsageLines, UsageRepeats } from '../domain/usage/usage-chunk.ts';
import { isoTime } from '../domain/time.ts';
import type { Clock } from '../domain/ports.ts';
import type { UsageTable } from './client.ts';
import { absent, isPastTtl } from './conditions.ts';
import { orUnavailable } from './unavailable.ts';
import { unlessRefused } from './unless-refused.ts';
import { keptUntil } from './usage-ttl.ts';

/** Writes a chunk where it is not there yet. */
export type PutUsageChunk = (chunk: UsageChunk) => Promise<void>;

const partitionOf = ({ apiKeyId, day }: Pick<UsageChunk, 'apiKeyId' | 'day'>) => `${apiKeyId}#${day}`;

/** @throws what DynamoDB answers, but for a chunk that is there already: then there is nothing left to do */
export function createUsageChunkWriter(
  { client, usage }: UsageTable,
  { usageRetentionDays }: { readonly usageRetentionDays: number },
): PutUsageChunk {
  return async (chunk) => {
    const { name, day, counts, lines, repeats, entries } = chunk;
    const ttl = keptUntil(day, usageRetentionDays);
    const Item = { pk: partitionOf(chunk), sk: name, counts, lines: packed(lines), repeats, entries, ttl };
    await unlessRefused(() => client.send(new PutCommand({ TableName: usage, Item, ...absent })));
  };
}

/** What is read of a chunk beside its name. */
type Part = 'counts' | 'entries';

/** Chunks of a key and a UTC day. */
export interface UsageChunkQuery<P extends Part> extends Pick<UsageChunk, 'apiKeyId' | 'day'> {
  /** Times of the newest call of a chunk, both included: epoch milliseconds. */
  readonly newestFrom: number;
  readonly newestTo: number;
  readonly part: P;
}

/** A chunk as it is read; those written before lines had ids have none. */
export type StoredUsageChunk<P extends Part> = Pick<UsageChunk, 'name' | P> & {
  readonly lines: UsageLines | null;
  readonly repeats: UsageRepeats;
};

/** Chunks a round trip; 1 MB of them at most (DynamoDB), which large ones fill with a few. */
const pageSizes = { counts: 10_000, entries: 100 } as const;

/** Reads chunks page by page, lazily, those with the newest calls first, without those past their ttl. */
export async function* queryUsageChunks<P extends Part>(
  { client, usage }: UsageTable,
  { newestFrom, newestTo, part, ...key }: UsageChunkQuery<P>,
  now: Clock['now'],
): AsyncGenerator<StoredUsageChunk<P>[]> {
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const command: QueryCommand = new QueryCommand({
      TableName: usage,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ProjectionExpression: 'sk, #part, #lines, #repeats, #ttl',
      ExpressionAttributeNames: { '#part': part, '#lines': 'lines', '#repeats': 'repeats', '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':pk': partitionOf(key),
        ':from': isoTime(newestFrom),
        ':to': `${isoTime(newestTo)}~`,
      },
      ScanIndexForward: false,
      Limit: pageSizes[part],
      ExclusiveStartKey,
    });
    const page = await orUnavailable(() => client.send(command));
    yield (page.Items ?? [])
      .filter((item) => !isPastTtl(item, now()))
      .map((item) => {
        const { sk: name, lines, repeats = {} } = item;
        return { name, [part]: item[part], lines: unpacked(lines), repeats } as StoredUsageChunk<P>;
      });
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

/** Eight bytes a line. */
type PackedLines = Readonly<Record<keyof UsageLines, Uint8Array>>;
const lineBytes = 8;

function packed({ success, denied, error }: UsageLines): PackedLines {
  const pack = (lines: readonly LineId[]) => Buffer.from(lines.join(''), 'hex');
  return { success: pack(success), denied: pack(denied), error: pack(error) };
}

function unpacked(stored: PackedLines | undefined): UsageLines | null {
  if (stored === undefined) return null;
  const unpack = (bytes: Uint8Array) =>
    Array.from({ length: bytes.length / lineBytes }, (_, at) =>
      Buffer.from(bytes.subarray(at * lineBytes, (at + 1) * lineBytes)).toString('hex'),
    );
  return { success: unpack(stored.success), denied: unpack(stored.denied), error: unpack(stored.error) };
}
