import { daysBetween } from '../domain/time.ts';

/** UTC days that are asked at once: the first time, and at most; it doubles from one to the other. */
export interface DaysAtOnce {
  readonly first: number;
  readonly most: number;
}

/**
 * Reads a list that is kept by UTC day, of all days that a span of time touches, from the newest to the oldest.
 *
 * @param span epoch milliseconds, both included
 * @param pagesOf the list of one day, page by page
 */
export async function* newestDayFirst<Page>(
  span: { readonly from: number; readonly to: number },
  { first, most }: DaysAtOnce,
  pagesOf: (day: string) => AsyncGenerator<Page>,
): AsyncGenerator<Page> {
  const days = daysBetween(span.from, span.to).toReversed();
  let width = first;
  for (let at = 0; at < days.length; at += width, width = Math.min(2 * width, most)) {
    const started = days.slice(at, at + width).map((day) => {
      const pages = pagesOf(day);
      return { pages, first: pages.next() };
    });
    // Every request is awaited before a page is given out, so that an early end leaves none unhandled.
    await Promise.all(started.map(({ first }) => first));
    for (const { pages, first } of started) {
      const { value, done } = await first;
      if (done === true) continue;
      yield value;
      yield* pages;
    }
  }
}
