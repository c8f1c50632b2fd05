import { readCursor, writeCursor } from '../domain/cursor.ts';
import type { ListPart } from '../domain/list-part.ts';
import { linkHeader, type PageRequest, type QueryValue, takePage } from '../gateway/page.ts';
import { defaultLimit } from './schemas/paging.ts';

interface ListRequest {
  readonly url: string;
  readonly query: Readonly<Record<string, QueryValue>> & {
    readonly cursor?: string | undefined;
    readonly limit?: number | undefined;
  };
}

interface ListReader<Item> extends Omit<PageRequest<Item>, 'limit'> {
  /** Reads the list from a place on; null is its beginning. */
  readonly list: (after: string | null, limit: number) => AsyncIterable<ListPart<Item>>;
  /** Whether a text can be a position of the list. */
  readonly isPosition: (text: string) => boolean;
}

/**
 * The page of a list that a request asks for, and the `Link` to the next.
 *
 * @param binding what the cursor is bound to
 * @throws Problem `INVALID` naming `cursor`
 */
export async function takeListPage<Item>(
  { url, query }: ListRequest,
  binding: string,
  { list, isPosition, ...page }: ListReader<Item>,
) {
  const { cursor, limit = defaultLimit } = query;
  const after = cursor === undefined ? null : readCursor(binding, cursor, isPosition);
  const { items, next } = await takePage(list(after, limit), { ...page, limit });
  return { items, headers: linkHeader(url, query, next === null ? null : writeCursor(binding, next)) };
}

/** What an item takes as JSON. */
export function bytesOfJson(item: object): number {
  return Buffer.byteLength(JSON.stringify(item));
}
