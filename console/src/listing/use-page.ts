import type { Page } from '@latchkey/client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { defaultPageSize, type Paging } from './paging.ts';

/** What has been read of a page. The server answers with less while it still searches. */
type Part<Item> = Pick<Page<Item>, 'items' | 'cursor' | 'headers'>;

/** What a part is read with. */
export interface PartQuery {
  readonly limit: number;
  readonly cursor?: string;
}

interface PageQuery<Item> {
  /** Begins with the resource, and has all filters in it. */
  readonly queryKey: readonly unknown[];
  readonly paging: Paging;
  readonly read: (part: PartQuery, options: { readonly signal: AbortSignal }) => Promise<Part<Item>>;
  /** @default true */
  readonly isEnabled?: boolean;
}

export interface ListPage<Item> {
  readonly items: readonly Item[];
  /** Names the list with its filters. */
  readonly list: string;
  /** Where the next page begins; null where there is none, or it is not known yet. */
  readonly nextCursor: string | null;
  readonly state: 'loading' | 'searching' | 'stopped' | 'complete' | 'failed';
  readonly error: Error | null;
  /** Of the answer that the page begins with; null until there is one. */
  readonly headers: Headers | null;
  /** Whether what is shown is of the filters before, until the answer to the new ones comes. */
  readonly isFormer: boolean;
  readonly stop: () => void;
  readonly goOn: () => void;
  readonly refresh: () => void;
}

/** Reads the page of a list that the address names, in as many steps as the server takes to fill it. */
export function usePage<Item>({
  queryKey: of,
  paging,
  read,
  isEnabled = true,
}: PageQuery<Item>): ListPage<Item> {
  const { size = defaultPageSize, cursor: start = null } = paging;
  const queryKey = [...of, 'page', size, start];
  const list = JSON.stringify([...of, size]);
  const name = JSON.stringify(queryKey);
  const [stoppedFor, setStoppedFor] = useState<string | null>(null);
  const query = useInfiniteQuery({
    queryKey,
    enabled: isEnabled,
    initialPageParam: { cursor: start, found: 0 },
    queryFn: ({ pageParam: { cursor, found }, signal }) =>
      read({ limit: size - found, ...(cursor !== null && { cursor }) }, { signal }),
    getNextPageParam: ({ cursor }, all) => {
      const found = itemsOf({ pages: all }).length;
      return cursor !== null && found < size ? { cursor, found } : null;
    },
    placeholderData: keepPreviousData,
  });
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage, refetch } = query;
  const isStopped = stoppedFor === name;
  const goesOn = hasNextPage && !isFetching && !isStopped && error === null && !isPlaceholderData;
  const parts = data?.pages.length;
  useEffect(() => {
    // Once for each part: a busy browser may show the next one without ever having shown that it was asked for.
    if (goesOn && parts !== undefined) void fetchNextPage();
  }, [goesOn, parts, fetchNextPage]);
  const stateOf = (): ListPage<Item>['state'] => {
    if (error !== null) return 'failed';
    if (data === undefined) return 'loading';
    if (isPlaceholderData || !hasNextPage) return 'complete';
    return isStopped ? 'stopped' : 'searching';
  };
  return {
    items: itemsOf(data),
    list,
    nextCursor: hasNextPage ? null : (data?.pages.at(-1)?.cursor ?? null),
    state: stateOf(),
    error,
    headers: data?.pages[0]?.headers ?? null,
    isFormer: isPlaceholderData,
    stop: () => setStoppedFor(name),
    goOn: () => setStoppedFor(null),
    refresh: () => void refetch(),
  };
}

function itemsOf<Item>(
  data: { readonly pages: readonly Pick<Part<Item>, 'items'>[] } | undefined,
): readonly Item[] {
  return data?.pages.flatMap(({ items }) => items) ?? [];
}
