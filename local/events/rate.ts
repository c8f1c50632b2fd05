const minuteMs = 60_000;
const unitMs: Readonly<Record<string, number>> = {
  minute: minuteMs,
  hour: 60 * minuteMs,
  day: 24 * 60 * minuteMs,
};

/**
 * The period of a rate expression, in milliseconds: `rate(1 minute)`, `rate(5 minutes)`.
 *
 * @throws Error for another expression; EventBridge refuses a plural of one, too
 */
export function periodOf(expression: string): number {
  const [, count = '', unit = '', plural] =
    /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const isOne = count === '1';
  if (count === '' || isOne !== (plural === '')) {
    throw new Error(`${expression} is not a rate such as rate(5 minutes); others are not supported`);
  }
  return Number(count) * (unitMs[unit] ?? 0);
}

/** The next whole multiple of the period, so that a restart neither skips nor repeats a time. */
export function nextTimeMs(periodMs: number, nowMs: number): number {
  return (Math.floor(nowMs / periodMs) + 1) * periodMs;
}
