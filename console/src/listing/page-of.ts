import { defaultPageSize, type Paging } from './paging.ts';
import type { ListPage } from './use-page.ts';

/**
 * A page of a list that has been read as a whole. Its cursors are the number of items before them.
 *
 * @param list names the list
 */
export function pageOf<Item>(
  list: string,
  all: readonly Item[],
  { size = defaultPageSize, cursor = '0' }: Paging,
  refresh: () => void,
): ListPage<Item> {
  const start = Math.max(0, Math.trunc(Number(cursor)) || 0);
  const end = start + size;
  return {
    items: all.slice(start, end),
    list: JSON.stringify([list, size]),
    nextCursor: end < all.length ? String(end) : null,
    state: 'complete',
    error: null,
    headers: null,
    isFormer: false,
    stop: () => {},
    goOn: () => {},
    refresh,
  };
}
