import type { EpochSeconds } from '../contract/brands.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** 9999-12-31T23:59:59.999Z, the last instant that ISO-8601 writes with a four-digit year. */
export const latestMs = 253_402_300_799_999;

/** ISO-8601 UTC with milliseconds; null stays null. */
export function isoTime(timeMs: number): string;
export function isoTime(timeMs: number | null): string | null;
export function isoTime(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}

const isoTimePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** True for what `isoTime` can have written: a day and an hour that there are, in the one form. */
export function isIsoTime(text: string): boolean {
  const timeMs = isoTimePattern.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(timeMs) && isoTime(timeMs) === text;
}

/** The UTC day that a moment is in, `YYYY-MM-DD`. */
export function dayOf(timeMs: number): string {
  return isoTime(timeMs).slice(0, 10);
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

/** The second that a moment is in: what a `ttl` is compared with. */
export function epochSeconds(timeMs: number): EpochSeconds {
  return Math.floor(timeMs / 1_000) as unknown as EpochSeconds;
}

/** The `ttl` of an item that counts as gone from a moment on: never a second too early. */
export function ttlAt(timeMs: number): EpochSeconds {
  return Math.ceil(timeMs / 1_000) as unknown as EpochSeconds;
}

/** The moment, in milliseconds since the epoch, from which an item with the `ttl` counts as gone. */
export function endOf(ttl: EpochSeconds): number {
  return (ttl as unknown as number) * 1_000;
}
