import { createHash } from 'node:crypto';
import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { dueIndex, type dueShards, dueShardsOfEach } from '../contract/outbox-items.ts';
import { isoTime } from '../domain/time.ts';
import type { ItemKey } from './batch-get.ts';
import type { OutboxTable } from './client.ts';
import { orUnavailable } from './unavailable.ts';

type DueKind = (typeof dueShards)[keyof typeof dueShards];

/** All shards of a kind of items that a clock looks at. */
export function dueShardsOf(kind: DueKind): string[] {
  return Array.from({ length: dueShardsOfEach }, (_, at) => `${kind}${at}`);
}

/**
 * The attributes that make the clock look at an item.
 *
 * @param id of whom the item is: all of theirs are in one shard, in the order of their time
 * @param dueAt milliseconds since the epoch
 */
export function dueAttributes(kind: DueKind, id: string, dueAt: number): Record<string, string> {
  const [byte = 0] = createHash('sha256').update(id).digest();
  return {
    [dueIndex.partitionKey]: `${kind}${byte % dueShardsOfEach}`,
    [dueIndex.sortKey]: isoTime(dueAt),
  };
}

/** Items of one round trip: what a clock has not come to in its minute is read again in the next. */
const pageSize = 200;

/**
 * Keys of the items of a shard whose time has come, page by page, the one that is due longest first. Trails writes by a
 * moment: what is listed may have been dealt with.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer
 */
export async function* listDue(
  { client, outbox }: OutboxTable,
  shard: string,
  now: number,
): AsyncGenerator<ItemKey[]> {
  const { name, partitionKey, sortKey } = dueIndex;
  const pages = paginateQuery(
    { client, pageSize },
    {
      TableName: outbox,
      IndexName: name,
      KeyConditionExpression: '#shard = :shard AND #dueAt < :end',
      ExpressionAttributeNames: { '#shard': partitionKey, '#dueAt': sortKey },
      // Whatever stands behind the time in the same millisecond is due as well.
      ExpressionAttributeValues: { ':shard': shard, ':end': isoTime(now + 1) },
    },
  );
  while (true) {
    const { value, done } = await orUnavailable(() => pages.next());
    if (done === true || value === undefined) return;
    yield (value.Items ?? []).map(({ pk, sk }) => ({ pk, sk }));
  }
}
