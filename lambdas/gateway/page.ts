import type { ListPart } from '../domain/list-part.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; null at the end of the list. */
  readonly next: string | null;
}

/** What a page takes at the most where items tell their size: Lambda answers with 6 MB, escaped as a text in JSON. */
export const maxPageBytes = 3_000_000;

/** Milliseconds after which a page is sent as it is. */
export const filteringBudgetMs = 2_000;

export interface PageRequest<Item> {
  readonly limit: number;
  readonly matches: (item: Item) => boolean;
  readonly positionOf: (item: Item) => string;
  /** Bytes that an item takes in the answer, where they can be many; a page that has enough of them is sent as it is. */
  readonly bytesOf?: (item: Item) => number;
  readonly now: () => number;
}

/**
 * Takes a page: full, or the last, or all that was found in time, which may be nothing. It looks one match ahead,
 * so that the last page says so. It stops before a read that would likely come too late, but never before its second.
 */
export async function takePage<Item>(
  parts: AsyncIterable<ListPart<Item>>,
  { limit, matches, positionOf, bytesOf = () => 0, now }: PageRequest<Item>,
): Promise<Page<Item>> {
  let begunAt = now();
  const deadline = begunAt + filteringBudgetMs;
  let longestMs = 0;
  let bytes = 0;
  const items: Item[] = [];
  for await (const part of parts) {
    for (const item of part.items.filter(matches)) {
      bytes += bytesOf(item);
      const last = items.at(-1);
      if (last !== undefined && (items.length === limit || bytes > maxPageBytes))
        return { items, next: positionOf(last) };
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

/** What is read out of a parameter; as text it is the parameter again: a list has commas between its members. */
export type QueryValue = string | number | boolean | readonly string[] | undefined;

/** `Link` to the next page (RFC 8288): the same query, from the cursor on. */
export function linkHeader(
  url: string,
  query: Readonly<Record<string, QueryValue>>,
  cursor: string | null,
): Record<string, string> {
  if (cursor === null) return {};
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries<QueryValue>({ ...query, cursor })) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return { Link: `<${url}?${parameters.toString()}>; rel="next"` };
}
