import { durationMs, durationPattern } from '../../contract/durations.ts';

/** How long before its expiry a key is announced to expire. */
export interface NoticeSpan {
  /** As the configuration has it, `7d`. */
  readonly text: string;
  readonly ms: number;
}

/**
 * The spans of the configuration, longest first.
 *
 * @param texts numbers with a unit of s, m, h, d, w, y
 * @throws RangeError for what is no span, or is as long as another
 */
export function readNoticeSpans(texts: readonly string[]): NoticeSpan[] {
  const spans = texts
    .map((text) => ({ text, ms: durationMs(durationPattern, text) }))
    .toSorted((left, right) => right.ms - left.ms);
  const lengths = new Set(spans.map(({ ms }) => ms));
  if (lengths.size !== spans.length || lengths.has(Number.NaN)) {
    throw new RangeError('notices: give different spans, such as 30d, 7d and 1d');
  }
  return spans;
}
