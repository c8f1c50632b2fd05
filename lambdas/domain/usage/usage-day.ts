export const dayMs = 86_400_000;

/** The UTC day that a moment is in, `YYYY-MM-DD`. */
export function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** First millisecond of a UTC day. */
export function startOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`);
}

/** The UTC days that a span of time touches, both ends included, oldest first; none where it ends before it begins. */
export function daysBetween(fromMs: number, toMs: number): string[] {
  if (toMs < fromMs) return [];
  const first = startOfDay(dayOf(fromMs));
  const length = Math.floor((toMs - first) / dayMs) + 1;
  return Array.from({ length }, (_, at) => dayOf(first + at * dayMs));
}

/** Epoch seconds from which DynamoDB may remove the usage of a UTC day: all of the day is kept equally long. */
export function usageTtlOf(day: string, retentionDays: number): number {
  return Math.ceil((startOfDay(day) + (1 + retentionDays) * dayMs) / 1_000);
}
