import type { Clock } from '../domain/ports.ts';
import { minuteMs } from '../domain/time.ts';
import { endOfPeriod, outerOf, type Period } from '../domain/usage/period.ts';
import type { UsageTable } from './client.ts';
import { clearDue, type DuePeriod, markDue, readDue, takeLease } from './due-periods.ts';
import { countPeriod, dueWithin } from './period-tally.ts';
import { ReadingAllowance } from './reading-allowance.ts';
import { keptUntil } from './usage-ttl.ts';
import { putTally } from './usage-tallies.ts';

/**
 * Counts what is due and over, so that readers need not: minutes first, then hours, then days. Once a minute at most,
 * whoever is asked, and for a while only.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer; the rest stays due
 */
export type FoldUsage = () => Promise<void>;

/** A period is counted when it has been over for so long: later than recorders rely on a mark that they made. */
const settlingMs = 2 * minuteMs;
const leaseMs = minuteMs;
/** A recorder has a minute for its delivery and this. */
const budgetMs = 20_000;
/** Pages of 1 MB for one period: a minute of 100,000 calls a second has 200. */
const maxPages = 1_000;

export function createUsageFolder(
  table: UsageTable,
  { usageRetentionDays }: { readonly usageRetentionDays: number },
  { now, newStamp }: { readonly now: Clock['now']; readonly newStamp: () => string },
): FoldUsage {
  let nextMs = 0;

  /** What becomes due meanwhile stays due, and makes the outer period due again when it is counted. */
  async function fold(due: DuePeriod, deadlineMs: number): Promise<void> {
    const { period } = due;
    const allowance = new ReadingAllowance(maxPages, deadlineMs, now);
    const ttl = keptUntil(period, usageRetentionDays);
    await putTally(table, period, await countPeriod(table, period, [], allowance, now), ttl);
    const outer = outerOf(period);
    if (outer !== null) await markDue(table, { period: outer, stamp: newStamp() }, ttl);
    await clearDue(table, due);
  }

  return async () => {
    const beginMs = now();
    if (beginMs < nextMs) return;
    nextMs = beginMs + leaseMs / 2;
    if (!(await takeLease(table, beginMs, leaseMs))) return;
    const deadlineMs = beginMs + 2 * budgetMs;
    for (let ready = await readyAt(beginMs, deadlineMs); ready.length > 0; ) {
      for (const due of ready) {
        if (now() - beginMs > budgetMs) return;
        await fold(due, deadlineMs);
      }
      ready = await readyAt(beginMs, deadlineMs);
    }
  };

  /** What is due and over, without anything in it that is due. */
  async function readyAt(timeMs: number, deadlineMs: number): Promise<DuePeriod[]> {
    const due = await readDue(table, new ReadingAllowance(maxPages, deadlineMs, now), now);
    const periods: readonly Period[] = due.map(({ period }) => period);
    return due.filter(
      ({ period }) => endOfPeriod(period) + settlingMs <= timeMs && dueWithin(period, periods).length === 0,
    );
  }
}
