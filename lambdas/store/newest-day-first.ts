import type { ListPart } from '../domain/list-part.ts';
import { daysBetween, isoTime, startOfDay } from '../domain/time.ts';

/** UTC days that are asked at once: the first time, and at most; it doubles from one to the other. */
export interface DaysAtOnce {
  readonly first: number;
  readonly most: number;
}

/**
 * Reads a list that is kept by UTC day, of all days that a span of time touches, from the newest to the oldest. A day
 * ends behind all that can be older: its positions must be a time, `#` and what sorts before `~`.
 *
 * @param span epoch milliseconds, both included
 * @param pagesOf the list of one day, page by page
 */
export async function* newestDayFirst<Item>(
  span: { readonly from: number; readonly to: number },
  { first, most }: DaysAtOnce,
  pagesOf: (day: string) => AsyncGenerator<ListPart<Item>>,
): AsyncGenerator<ListPart<Item>> {
  const days = daysBetween(span.from, span.to).toReversed();
  let width = first;
  for (let at = 0; at < days.length; at += width, width = Math.min(2 * width, most)) {
    const started = days.slice(at, at + width).map((day) => {
      const pages = pagesOf(day);
      return { day, pages, first: pages.next() };
    });
    // Every request is awaited before a page is given out, so that an early end leaves none unhandled.
    await Promise.all(started.map(({ first }) => first));
    // Days that have been read whole are given out as one part: nobody stops between them, and reads them again.
    let whole: ListPart<Item> = { items: [], end: null };
    for (const { day, pages, first } of started) {
      const { value, done } = await first;
      if (done === true) continue;
      whole = { items: [...whole.items, ...value.items], end: value.end ?? endOf(day) };
      if (value.end === null) continue;
      yield whole;
      for await (const { items, end } of pages) yield { items, end: end ?? endOf(day) };
      whole = { items: [], end: null };
    }
    if (whole.end !== null) yield whole;
  }
}

function endOf(day: string): string {
  return `${isoTime(startOfDay(day) - 1)}#~`;
}
