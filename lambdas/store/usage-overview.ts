import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { countedSinceKey } from '../contract/tally-items.ts';
import { type KeyRanking, rankKeys } from '../domain/usage/key-ranking.ts';
import type { Period } from '../domain/usage/period.ts';
import type { RankedBy, UsageTotals } from '../domain/usage/usage-tally.ts';
import type { UsageTable } from './client.ts';
import { readDue } from './due-periods.ts';
import { countPeriods } from './period-tally.ts';
import { ReadingAllowance } from './reading-allowance.ts';
import type { Pacing } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';
import { readKeyCounts } from './usage-key-counts.ts';
import { readTallies, type StoredTally, wholeTally } from './stored-tallies.ts';
import { monthOf, tallyPartition } from './usage-tallies.ts';

export interface DaysOfUsage {
  /** Those of the days that have any. */
  readonly days: ReadonlyMap<Period, UsageTotals>;
  readonly busiest: KeyRanking;
  readonly mostRefused: KeyRanking;
}

/**
 * Calls of all keys on UTC days, and the keys with the most of them.
 *
 * @param days one after the other, oldest first
 * @param most how many keys are named
 * @param deadlineMs epoch milliseconds at which counting is given up
 * @throws Problem `UNAVAILABLE` where there is more to count than the time or `maxPages` allows
 */
export type TallyUsage = (days: readonly Period[], most: number, deadlineMs: number) => Promise<DaysOfUsage>;

/** Pages of 1 MB at most: what one request may cost. */
const maxPages = 512;

export function createUsageTallier(table: UsageTable, pacing: Pacing): TallyUsage {
  const { now } = pacing.clock;

  async function readDays(days: readonly Period[], allowance: ReadingAllowance): Promise<StoredTally[]> {
    const due = (await readDue(table, allowance, now)).map(({ period }) => period);
    const anew = new Set(days.filter((day) => due.some((period) => period.startsWith(day))));
    const months = [...Map.groupBy(days, monthOf)];
    const stored = await Promise.all(
      months.map(([month, some]) => {
        const between = [some[0] ?? '', some.at(-1) ?? ''] as const;
        return readTallies(table, { pk: tallyPartition(month), between }, allowance, now);
      }),
    );
    const counted = await countPeriods(table, [...anew], due, allowance, now);
    return [
      ...stored.flat().filter(({ period }) => !anew.has(period)),
      ...counted.map(([period, tally]) => wholeTally(period, tally)),
    ];
  }

  return async (days, most, deadlineMs) => {
    const allowance = new ReadingAllowance(maxPages, deadlineMs, now);
    const tallies = await readDays(days, allowance);
    const rank = (name: 'busiest' | 'mostRefused', by: RankedBy) =>
      rankKeys(new Map(tallies.map((tally) => [tally.period, tally[name]])), by, most, (asked) =>
        readKeyCounts(table, asked, allowance, pacing),
      );
    const [busiest, mostRefused] = await Promise.all([
      rank('busiest', 'total'),
      rank('mostRefused', 'denied'),
    ]);
    return { days: new Map(tallies.map((tally) => [tally.period, tally])), busiest, mostRefused };
  };
}

/**
 * Since when calls of all keys are counted, epoch milliseconds; null where none has been yet.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer
 */
export type ReadCountedSince = () => Promise<number | null>;

export function createCountedSinceReader({ client, usage }: UsageTable): ReadCountedSince {
  return async () => {
    const command = new GetCommand({ TableName: usage, Key: countedSinceKey });
    const { Item } = await orUnavailable(() => client.send(command));
    return Item === undefined ? null : Number(Item['since']);
  };
}
