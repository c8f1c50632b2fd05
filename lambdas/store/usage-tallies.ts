import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { EpochSeconds } from '../contract/brands.ts';
import { tallyItems } from '../contract/tally-items.ts';
import type { UsageCounts } from '../domain/usage/usage-chunk.ts';
import { outerOf, type Period } from '../domain/usage/period.ts';
import { totalOf, type UsageTally } from '../domain/usage/usage-tally.ts';
import type { UsageTable } from './client.ts';
import { packedKeyBytes, packKeys, unpackKeys } from './packed-usage.ts';
import { unlessRefused } from './unless-refused.ts';

/** An item takes 400 KB (DynamoDB); what a tally has beside its keys is small. */
const maxKeyBytes = 250_000;
const monthLength = 7;

type TallyItem = Readonly<Record<string, unknown>> & { readonly total: number };

/** Where the periods of an hour, a day or a month are. */
export const tallyPartition = (outer: string): string => `${tallyItems.tallies}${outer}`;
export const monthOf = (day: Period): string => day.slice(0, monthLength);

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
  const pk = tallyPartition(outerOf(period) ?? monthOf(period));
  const keys = [...called];
  const isDivided = packedKeyBytes(keys.length) > maxKeyBytes;
  if (isDivided) {
    for (const [beginning, some] of Map.groupBy(keys, ([id]) => id.slice(0, 2))) {
      const total = some.reduce((sum, [, each]) => sum + totalOf(each), 0);
      await putGrown(table, { pk, sk: `${period}#${beginning}`, total, keys: packKeys(some), ttl });
    }
  }
  await putGrown(table, {
    pk,
    sk: period,
    total: totalOf(counts),
    counts,
    codes: Object.fromEntries(codes),
    apis: Object.fromEntries(apis),
    ...(isDivided ? {} : { keys: packKeys(keys) }),
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

/** The tallies that items of one partition make, by their periods. */
export function talliesIn(items: readonly Readonly<Record<string, unknown>>[]): Map<Period, UsageTally> {
  const periods = Map.groupBy(items, ({ sk }) => String(sk).split('#')[0] ?? '');
  return new Map(
    [...periods].flatMap(([period, parts]) => {
      const head = parts.find(({ sk }) => sk === period);
      if (head === undefined) return [];
      const withKeys = head['keys'] === undefined ? parts.filter((part) => part !== head) : [head];
      return [
        [
          period,
          tallyIn(
            head,
            withKeys.map((part) => part['keys'] as Uint8Array),
          ),
        ] as const,
      ];
    }),
  );
}

function tallyIn(head: Readonly<Record<string, unknown>>, packed: readonly Uint8Array[]): UsageTally {
  return {
    counts: head['counts'] as UsageCounts,
    codes: new Map(Object.entries(head['codes'] as Record<string, number>)),
    apis: new Map(Object.entries(head['apis'] as Record<string, UsageCounts>)),
    keys: {
      *[Symbol.iterator]() {
        for (const part of packed) yield* unpackKeys(part);
      },
    },
  };
}
