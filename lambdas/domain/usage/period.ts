import { dayMs, hourMs, minuteMs } from '../time.ts';

/** A minute, hour or UTC day: the beginning of its ISO-8601 times, `2027-06-15T12:34`, `2027-06-15T12`, `2027-06-15`. */
export type Period = string;

const minuteLength = 16;
const hourLength = 13;
const dayLength = 10;

/** The minute of an ISO-8601 time. */
export function minuteOf(at: string): Period {
  return at.slice(0, minuteLength);
}

export function isMinute(period: Period): boolean {
  return period.length === minuteLength;
}

/** The hour of a minute, the day of an hour; null for a day. */
export function outerOf(period: Period): Period | null {
  if (period.length === dayLength) return null;
  return period.slice(0, isMinute(period) ? hourLength : dayLength);
}

/** The hour of a day, or the minute of an hour, that a period within it belongs to. */
export function innerOf(outer: Period, within: Period): Period {
  return within.slice(0, outer.length === dayLength ? hourLength : minuteLength);
}

/** First millisecond behind a period. */
export function endOfPeriod(period: Period): number {
  return Date.parse(`${period}${'0000-01-01T00:00:00.000Z'.slice(period.length)}`) + lengthOf(period);
}

function lengthOf(period: Period): number {
  if (isMinute(period)) return minuteMs;
  return period.length === hourLength ? hourMs : dayMs;
}
