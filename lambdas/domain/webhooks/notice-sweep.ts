import { dayMs } from '../time.ts';
import type { NoticeSpan } from './notice-spans.ts';

/** How far the search for keys without notices has come. Times are milliseconds since the epoch. */
export interface NoticeSweep {
  readonly beganAt: number;
  /** The spans that it plans by. */
  readonly spans: readonly string[];
  /** The position in the list of keys by expiry that it goes on behind; null where it is over. */
  readonly after: string | null;
}

/** Past the next search, with a day to spare where that is late. */
const aheadMs = 2 * dayMs;

/**
 * The search to go on with, or to begin; null where nothing is to be searched. There is one a day, and one at once where
 * the spans are others: so keys of earlier versions and of a restored table have their notices.
 *
 * @param last null where there was none
 * @param first the position of the first key that has not expired
 */
export function nextSweep(
  last: NoticeSweep | null,
  spans: readonly NoticeSpan[],
  now: number,
  first: string,
): NoticeSweep | null {
  const texts = spans.map(({ text }) => text);
  const isOfThese = last !== null && last.spans.join() === texts.join();
  if (isOfThese && last.after !== null) return last;
  if (isOfThese && now - last.beganAt < dayMs) return null;
  return { beganAt: now, spans: texts, after: first };
}

/** The moment that keys are searched before, by their expiry: what is announced later is found by a later search. */
export function endOfSweep({ beganAt }: NoticeSweep, spans: readonly NoticeSpan[]): number {
  return beganAt + (spans[0]?.ms ?? 0) + aheadMs;
}
