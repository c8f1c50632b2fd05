import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ApiKeyId, EpochSeconds } from '../contract/brands.ts';
import { tallyItems } from '../contract/tally-items.ts';
import { outerOf, type Period } from '../domain/usage/period.ts';
import type { KeyInPeriod } from '../domain/usage/key-ranking.ts';
import { busiestKeys, type RankedBy, totalOf, type UsageTally } from '../domain/usage/usage-tally.ts';
import type { UsageTable } from './client.ts';
import { packedKeyBytes, packKeys } from './packed-usage.ts';
import { unlessRefused } from './unless-refused.ts';

/** An item takes 400 KB (DynamoDB); what a tally has beside its keys is small. */
const maxKeyBytes = 250_000;
/** Keys that are named with a tally beside them, where there are more than it holds: the busiest, the most refused. */
export const mostNamed = 1_000;
const monthLength = 7;

type TallyItem = Readonly<Record<string, unknown>> & { readonly total: number };

/** Where the periods of an hour, a day or a month are. */
export const tallyPartition = (outer: string): string => `${tallyItems.tallies}${outer}`;
export const monthOf = (day: Period): string => day.slice(0, monthLength);
/** Where the keys of a period are that its own item does not hold: by the beginnings of their ids. */
export const keyPartition = (period: Period): string => `${tallyPartition(period)}#KEYS`;
const beginningOf = (id: ApiKeyId): string => id.slice(0, 2);

/** The item that has a key of a period, which holds too many for its own. */
export function keysItemOf({ period, apiKeyId }: KeyInPeriod): { pk: string; sk: string } {
  return { pk: keyPartition(period), sk: beginningOf(apiKeyId) };
}

/**
 * Writes a tally, in an item of its own and, where it has many keys, one for each beginning of their ids. What is
 * counted of a period only grows: an item is never replaced by one that counts less, whoever comes last.
 */
export async function putTally(
  table: UsageTable,
  period: Period,
  { counts, codes, apis, keys: called }: UsageTally,
  ttl: EpochSeconds,
): Promise<void> {
  const keys = [...called];
  const isDivided = packedKeyBytes(keys.length) > maxKeyBytes;
  if (isDivided) {
    for (const [sk, some] of Map.groupBy(keys, ([id]) => beginningOf(id))) {
      const total = some.reduce((sum, [, each]) => sum + totalOf(each), 0);
      await putGrown(table, { pk: keyPartition(period), sk, total, keys: packKeys(some), ttl });
    }
  }
  const named = (by: RankedBy) => packKeys(busiestKeys({ keys }, by, mostNamed));
  await putGrown(table, {
    pk: tallyPartition(outerOf(period) ?? monthOf(period)),
    sk: period,
    total: totalOf(counts),
    counts,
    codes: Object.fromEntries(codes),
    apis: Object.fromEntries(apis),
    ...(isDivided ? { busiest: named('total'), mostRefused: named('denied') } : { keys: packKeys(keys) }),
    ttl,
  });
}

async function putGrown({ client, usage }: UsageTable, Item: TallyItem): Promise<void> {
  const command = new PutCommand({
    TableName: usage,
    Item,
    ConditionExpression: 'attribute_not_exists(pk) OR #total <= :total',
    ExpressionAttributeNames: { '#total': 'total' },
    ExpressionAttributeValues: { ':total': Item.total },
  });
  await unlessRefused(() => client.send(command));
}
