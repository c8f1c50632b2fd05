import type { Clock } from '../domain/ports.ts';
import { innerOf, isMinute, type Period } from '../domain/usage/period.ts';
import { addTallies, tallyOf, type UsageTally } from '../domain/usage/usage-tally.ts';
import type { UsageTable } from './client.ts';
import type { ReadingAllowance } from './reading-allowance.ts';
import { queryUsage } from './usage-pages.ts';
import { readSlices } from './usage-slices.ts';
import { talliesIn, tallyPartition } from './usage-tallies.ts';

const periodsAtATime = 4;

/**
 * Counts a period anew: a minute from its slices, an hour from its minutes, a day from its hours. Of those within it,
 * what was counted is taken as it is, but for those that are due, which are counted anew as well.
 *
 * @param due all periods that are due
 */
export async function countPeriod(
  table: UsageTable,
  period: Period,
  due: readonly Period[],
  allowance: ReadingAllowance,
  now: Clock['now'],
): Promise<UsageTally> {
  if (isMinute(period)) return tallyOf(await readSlices(table, period, allowance, now));
  const stored = talliesIn(await queryUsage(table, { pk: tallyPartition(period) }, allowance, now));
  const inner = dueWithin(period, due).map((each) => innerOf(period, each));
  for (const [each, tally] of await countPeriods(table, [...new Set(inner)], due, allowance, now)) {
    stored.set(each, tally);
  }
  return addTallies(stored.values());
}

/** Counts several, a few at a time. */
export async function countPeriods(
  table: UsageTable,
  periods: readonly Period[],
  due: readonly Period[],
  allowance: ReadingAllowance,
  now: Clock['now'],
): Promise<[Period, UsageTally][]> {
  const counted: [Period, UsageTally][] = [];
  for (let at = 0; at < periods.length; at += periodsAtATime) {
    const some = periods.slice(at, at + periodsAtATime);
    const tallies = some.map(
      async (period): Promise<[Period, UsageTally]> => [
        period,
        await countPeriod(table, period, due, allowance, now),
      ],
    );
    counted.push(...(await Promise.all(tallies)));
  }
  return counted;
}

/** The due periods that lie within one, itself not included. */
export function dueWithin(period: Period, due: readonly Period[]): Period[] {
  return due.filter((each) => each.length > period.length && each.startsWith(period));
}
