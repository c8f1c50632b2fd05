import { invalid } from '../../domain/problem.ts';
import { dayMs } from '../../domain/time.ts';

/** A span of time; both ends are included, and it is empty where it ends before it begins. */
export interface Span {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

const datePattern = /^\d{4}-\d\d-\d\d$/;
/** A time zone can carry a timestamp over the end of what ISO-8601 says in four digits. */
const latestMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * The span that a query asks for; a date as `to` means that day to its end. What is not given is undefined.
 *
 * @throws Problem `INVALID` where it would end before it begins
 */
export function readSpan(query: {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): Partial<Span> {
  const from = query.from === undefined ? undefined : Date.parse(query.from);
  const to = query.to === undefined ? undefined : endOf(query.to);
  if (from !== undefined && to !== undefined && from > to) throw invalid('from', 'Must not be later than to');
  return {
    ...(from === undefined ? {} : { from: bounded(from) }),
    ...(to === undefined ? {} : { to: bounded(to) }),
  };
}

/** The part of a span that is neither ahead nor older than usage is kept: no other day is ever asked for. */
export function keptPart({ from, to }: Span, usageRetentionDays: number, now: number): Span {
  return { from: Math.max(from, now - usageRetentionDays * dayMs), to: Math.min(to, now) };
}

function bounded(timeMs: number): number {
  return Math.min(Math.max(timeMs, 0), latestMs);
}

function endOf(text: string): number {
  return datePattern.test(text) ? Date.parse(text) + dayMs - 1 : Date.parse(text);
}
