import type { ListPart } from '../domain/list-part.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; null at the end of the list. */
  readonly next: string | null;
}

/** Milliseconds after which a page is sent as it is. */
export const filteringBudgetMs = 2_000;

export interface PageRequest<Item> {
  readonly limit: number;
  readonly matches: (item: Item) => boolean;
  readonly positionOf: (item: Item) => string;
  readonly now: () => number;
}

/**
 * Takes a page: full, or the last, or all that was found in time, which may be nothing. It looks one match ahead,
 * so that the last page says so. It stops before a read that would likely come too late, but never before its second.
 */
export async function takePage<Item>(
  parts: AsyncIterable<ListPart<Item>>,
  { limit, matches, positionOf, now }: PageRequest<Item>,
): Promise<Page<Item>> {
  let begunAt = now();
  const deadline = begunAt + filteringBudgetMs;
  let longestMs = 0;
  const items: Item[] = [];
  for await (const part of parts) {
    for (const item of part.items.filter(matches)) {
      if (items.length === limit) return { items, next: positionOf(items.at(-1) ?? item) };
      items.push(item);
    }
    const time = now();
    const isLate =
      time >= deadline || (longestMs > 0 && time + Math.max(longestMs, time - begunAt) > deadline);
    if (isLate && part.end !== null) return { items, next: part.end };
    longestMs = Math.max(longestMs, time - begunAt);
    begunAt = time;
  }
  return { items, next: null };
}

/** `Link` to the next page (RFC 8288): the same query, from the cursor on. */
export function linkHeader(
  url: string,
  query: Readonly<Record<string, string | number | undefined>>,
  cursor: string | null,
): Record<string, string> {
  if (cursor === null) return {};
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries<string | number | undefined>({ ...query, cursor })) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return { Link: `<${url}?${parameters.toString()}>; rel="next"` };
}
