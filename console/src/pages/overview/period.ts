import type { UsageOverview } from '@latchkey/client';

const dayMs = 86_400_000;

/** The last so many UTC days, today included, as days of `GET /usage/summary`. */
export function periodAt(nowMs: number, days: number): { readonly from: string; readonly to: string } {
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { from: dayOf(nowMs - (days - 1) * dayMs), to: dayOf(nowMs) };
}

/** False only where it is known that no call was ever let through: none were counted before the period either. */
export function hasAcceptedCalls({
  byOutcome,
  countedSince,
  from,
}: Pick<UsageOverview, 'byOutcome' | 'countedSince' | 'from'>): boolean {
  if (byOutcome.success > 0) return true;
  return countedSince !== null && Date.parse(countedSince) < Date.parse(from);
}
