import { locale } from './texts.ts';

const day = new Intl.DateTimeFormat(locale, {
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  timeZone: 'UTC',
});
const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const utcMoment = new Intl.DateTimeFormat(locale, {
  dateStyle: 'medium',
  timeStyle: 'long',
  timeZone: 'UTC',
});
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
const number = new Intl.NumberFormat(locale);
const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export function formatNumber(value: number): string {
  return number.format(value);
}

/** A part of a whole, of 1, in percent; what is there is never shown as 0 %. */
export function formatShare(part: number): string {
  return part > 0 && part < 0.005 ? `< ${share.format(0.01)}` : share.format(part);
}

/** The UTC day, such as `31/12/2026`. */
export function formatDay(at: string): string {
  return day.format(new Date(at));
}

/** The UTC day without its year. */
export function formatShortDay(at: string): string {
  return shortDay.format(new Date(at));
}

/** The reader's own time, to the minute. */
export function formatMoment(at: string): string {
  return moment.format(new Date(at));
}

/** UTC, to the second. */
export function formatUtc(at: string): string {
  return utcMoment.format(new Date(at));
}

/** How far off a moment is: in years, months, days where it is less than a month, hours, minutes. */
export function formatRelative(at: string, nowMs: number): string {
  const apartMs = Date.parse(at) - nowMs;
  const sign = apartMs < 0 ? -1 : 1;
  const [value, unit] = distance(Math.abs(apartMs), new Date(at), new Date(nowMs));
  return relative.format(sign * value, unit);
}

/** How long ago something was; clocks that differ make nothing of the past a thing of the future. */
export function formatAgo(at: string, nowMs: number): string {
  const apartMs = Math.max(0, nowMs - Date.parse(at));
  const [value, unit] = distance(apartMs, new Date(at), new Date(Date.parse(at) + apartMs));
  return relative.format(-value, unit);
}

function distance(apartMs: number, at: Date, now: Date): [number, Intl.RelativeTimeFormatUnit] {
  const months = monthsBetween(at < now ? at : now, at < now ? now : at);
  if (months >= 24) return [Math.floor(months / 12), 'year'];
  if (months >= 1) return [months, 'month'];
  if (apartMs >= dayMs) return [Math.floor(apartMs / dayMs), 'day'];
  if (apartMs >= hourMs) return [Math.floor(apartMs / hourMs), 'hour'];
  return [Math.max(1, Math.floor(apartMs / minuteMs)), 'minute'];
}

/** Whole months of the calendar, in UTC. */
function monthsBetween(early: Date, late: Date): number {
  const months =
    (late.getUTCFullYear() - early.getUTCFullYear()) * 12 + late.getUTCMonth() - early.getUTCMonth();
  const isWhole =
    late.getUTCDate() > early.getUTCDate() ||
    (late.getUTCDate() === early.getUTCDate() && timeOfDay(late) >= timeOfDay(early));
  return isWhole ? months : months - 1;
}

function timeOfDay(date: Date): number {
  return date.getTime() % dayMs;
}
