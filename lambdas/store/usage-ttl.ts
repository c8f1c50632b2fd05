import type { EpochSeconds } from '../contract/brands.ts';
import { dayMs, startOfDay, ttlAt } from '../domain/time.ts';

const dayLength = 10;

/** The `ttl` of what is kept of a day, or of a time within it: all of a day is kept equally long. */
export function keptUntil(dayOrTime: string, usageRetentionDays: number): EpochSeconds {
  return ttlAt(startOfDay(dayOrTime.slice(0, dayLength)) + (1 + usageRetentionDays) * dayMs);
}
