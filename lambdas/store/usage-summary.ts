import type { ApiKeyId } from '../contract/brands.ts';
import { Problem } from '../domain/problem.ts';
import { dayMs, startOfDay } from '../domain/time.ts';
import { CallCounter } from '../domain/usage/call-counter.ts';
import type { UsageCounts } from '../domain/usage/usage-chunk.ts';
import type { Clock } from '../domain/ports.ts';
import type { UsageTable } from './client.ts';
import { queryUsageChunks } from './usage-chunks.ts';

export interface DayOfUsage extends UsageCounts {
  /** UTC day, `YYYY-MM-DD`. */
  readonly date: string;
}

/**
 * Counts a key's calls on each of the days, and answers in their order.
 *
 * @param deadlineMs epoch milliseconds at which counting is given up
 * @throws Problem `UNAVAILABLE` where there is more to count than the time or `maxFurtherPages` allows
 */
export type CountUsage = (
  apiKeyId: ApiKeyId,
  days: readonly string[],
  deadlineMs: number,
) => Promise<DayOfUsage[]>;

const daysAtATime = 8;
/** Pages of 1 MB beyond the first of each day, in all: what one request may cost. */
const maxFurtherPages = 128;

/** What is left of a request's budget, all days together. */
interface Allowance {
  readonly deadlineMs: number;
  furtherPages: number;
}

export function createUsageCounter(table: UsageTable, now: Clock['now']): CountUsage {
  async function countDay(apiKeyId: ApiKeyId, date: string, allowed: Allowance): Promise<DayOfUsage> {
    const newestFrom = startOfDay(date);
    const query = {
      apiKeyId,
      day: date,
      newestFrom,
      newestTo: newestFrom + dayMs - 1,
      part: 'counts',
    } as const;
    const counter = new CallCounter();
    let isFirst = true;
    for await (const chunks of queryUsageChunks(table, query, now)) {
      allowed.furtherPages -= isFirst ? 0 : 1;
      isFirst = false;
      if (now() >= allowed.deadlineMs || allowed.furtherPages < 0) {
        const detail = 'There is too much usage to count in time: ask for fewer days';
        throw new Problem('UNAVAILABLE', { detail });
      }
      for (const chunk of chunks) counter.add(chunk);
    }
    return { date, ...counter.counts };
  }

  return async (apiKeyId, days, deadlineMs) => {
    const allowed = { deadlineMs, furtherPages: maxFurtherPages };
    const counted: DayOfUsage[] = [];
    for (let at = 0; at < days.length; at += daysAtATime) {
      const some = days.slice(at, at + daysAtATime);
      counted.push(...(await Promise.all(some.map((day) => countDay(apiKeyId, day, allowed)))));
    }
    return counted;
  };
}
