const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Of the units that durations are given in, such as `90d`: m is minutes, a year is 365 days. */
const unitMs: Readonly<Record<string, number>> = {
  s: secondMs,
  m: minuteMs,
  h: hourMs,
  d: dayMs,
  w: 7 * dayMs,
  y: 365 * dayMs,
};

/** A number from 1 and a unit. */
export const durationPattern = /^([1-9]\d{0,9})([smhdwy])$/;

/** Milliseconds of a number and a unit; not a number for what does not match. */
export function durationMs(pattern: RegExp, text: string): number {
  const [, count, unit = ''] = pattern.exec(text) ?? [];
  return Number(count) * (unitMs[unit] ?? Number.NaN);
}
