import { inBatches } from '../domain/batches.ts';
import type { Clock } from '../domain/ports.ts';
import { innerOf, isMinute, type Period } from '../domain/usage/period.ts';
import { addTallies, tallyOf, type UsageTally } from '../domain/usage/usage-tally.ts';
import type { UsageTable } from './client.ts';
import type { ReadingAllowance } from './reading-allowance.ts';
import { readSlices } from './usage-slices.ts';
import { readTallies, type StoredTally, withKeys } from './stored-tallies.ts';
import { tallyPartition } from './usage-tallies.ts';

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
  const inner = new Set(dueWithin(period, due).map((each) => innerOf(period, each)));
  const stored = await readTallies(table, { pk: tallyPartition(period) }, allowance, now);
  const settled = stored.filter((each) => !inner.has(each.period));
  const read = (each: StoredTally) => withKeys(table, each, allowance, now);
  const counted = await countPeriods(table, [...inner], due, allowance, now);
  return addTallies([...(await inTurn(settled, read)), ...counted.map(([, tally]) => tally)]);
}

/** Counts several, a few at a time. */
export async function countPeriods(
  table: UsageTable,
  periods: readonly Period[],
  due: readonly Period[],
  allowance: ReadingAllowance,
  now: Clock['now'],
): Promise<[Period, UsageTally][]> {
  return inTurn(periods, async (period) => [period, await countPeriod(table, period, due, allowance, now)]);
}

async function inTurn<T, R>(list: readonly T[], read: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const some of inBatches(list, periodsAtATime)) results.push(...(await Promise.all(some.map(read))));
  return results;
}

/** The due periods that lie within one, itself not included. */
export function dueWithin(period: Period, due: readonly Period[]): Period[] {
  return due.filter((each) => each.length > period.length && each.startsWith(period));
}
