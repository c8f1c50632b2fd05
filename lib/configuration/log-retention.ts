/** The retentions that CloudWatch Logs offers, in days (API reference, PutRetentionPolicy). */
export const allowedRetentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** The shortest retention on offer that keeps events for at least so many days. */
export function retentionDaysAtLeast(days: number): number {
  const allowed = allowedRetentionDays.find((candidate) => candidate >= days);
  if (allowed === undefined) throw new RangeError(`no log retention of ${days} days`);
  return allowed;
}
