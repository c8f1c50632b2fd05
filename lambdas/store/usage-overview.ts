import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { countedSinceKey } from '../contract/tally-items.ts';
import type { Clock } from '../domain/ports.ts';
import type { Period } from '../domain/usage/period.ts';
import type { UsageTally } from '../domain/usage/usage-tally.ts';
import type { UsageTable } from './client.ts';
import { readDue } from './due-periods.ts';
import { countPeriods } from './period-tally.ts';
import { ReadingAllowance } from './reading-allowance.ts';
import { orUnavailable } from './unavailable.ts';
import { queryUsage } from './usage-pages.ts';
import { monthOf, talliesIn, tallyPartition } from './usage-tallies.ts';

/**
 * Calls of all keys on each of the UTC days that has any.
 *
 * @param days one after the other, oldest first
 * @param deadlineMs epoch milliseconds at which counting is given up
 * @throws Problem `UNAVAILABLE` where there is more to count than the time or `maxPages` allows
 */
export type TallyUsage = (
  days: readonly Period[],
  deadlineMs: number,
) => Promise<ReadonlyMap<Period, UsageTally>>;

/** Pages of 1 MB at most: what one request may cost. */
const maxPages = 512;

export function createUsageTallier(table: UsageTable, now: Clock['now']): TallyUsage {
  return async (days, deadlineMs) => {
    const allowance = new ReadingAllowance(maxPages, deadlineMs, now);
    const due = (await readDue(table, allowance, now)).map(({ period }) => period);
    const months = Map.groupBy(days, monthOf);
    const stored = await Promise.all(
      [...months].map(async ([month, some]) => {
        const between = [some[0] ?? '', `${some.at(-1) ?? ''}~`] as const;
        return talliesIn(await queryUsage(table, { pk: tallyPartition(month), between }, allowance, now));
      }),
    );
    const anew = days.filter((day) => due.some((period) => period.startsWith(day)));
    const counted = await countPeriods(table, anew, due, allowance, now);
    return new Map([...stored.flatMap((some) => [...some]), ...counted]);
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
