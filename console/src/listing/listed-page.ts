import type { Page } from '@latchkey/client';
import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** What has been read of a page. The server answers with less while it still searches. */
interface Part<Item> {
  readonly items: readonly Item[];
  /** Where it goes on; null at the end of the list. */
  readonly cursor: string | null;
}

export interface ListedPage<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; null where there is none, or it is not known yet. */
  readonly nextCursor: string | null;
  readonly state: 'loading' | 'searching' | 'stopped' | 'complete' | 'failed';
  readonly error: Error | null;
  /** Whether what is shown is of the filters before, until the answer to the new ones comes. */
  readonly isFormer: boolean;
  readonly isFetching: boolean;
  readonly stop: () => void;
  readonly goOn: () => void;
  readonly refresh: () => void;
}

interface Asked<Item> {
  /** First part of the query's key. */
  readonly resource: string;
  /** Filters and order, as they stand in the query's key. */
  readonly filters: object;
  /** Items a page. */
  readonly size: number;
  /** Where the page begins; undefined for the first. */
  readonly cursor: string | undefined;
  readonly read: (
    part: { readonly limit: number; readonly cursor?: string },
    signal: AbortSignal,
  ) => Promise<Page<Item>>;
}

/** Reads a page of a list, in as many steps as the server takes to fill it. */
export function useListedPage<Item>({
  resource,
  filters,
  size,
  cursor: start,
  read,
}: Asked<Item>): ListedPage<Item> {
  const queryKey = [resource, filters, size, start ?? null] as const;
  const keyText = JSON.stringify(queryKey);
  const [stoppedFor, setStoppedFor] = useState<string | null>(null);
  const parts = useInfiniteQuery({
    queryKey,
    initialPageParam: start ?? null,
    queryFn: async ({ pageParam, signal, client }) => {
      // Refreshed, it is read from its beginning again.
      const isFurther = pageParam !== (start ?? null);
      const found = isFurther ? itemsOf(client.getQueryData<InfiniteData<Part<Item>>>(queryKey)).length : 0;
      const { items, cursor } = await read(
        { limit: size - found, ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      );
      return { items, cursor };
    },
    getNextPageParam: (last: Part<Item>, all) => (itemsOf({ pages: all }).length < size ? last.cursor : null),
    placeholderData: keepPreviousData,
  });
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage, refetch } = parts;
  const isStopped = stoppedFor === keyText;
  const goesOn = hasNextPage && !isFetching && !isStopped && error === null && !isPlaceholderData;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return {
    items: itemsOf(data),
    nextCursor: hasNextPage ? null : (data?.pages.at(-1)?.cursor ?? null),
    state: stateOf(),
    error,
    isFormer: isPlaceholderData,
    isFetching,
    stop: () => setStoppedFor(keyText),
    goOn: () => setStoppedFor(null),
    refresh: () => void refetch(),
  };

  function stateOf(): ListedPage<Item>['state'] {
    if (error !== null) return 'failed';
    if (data === undefined) return 'loading';
    if (isPlaceholderData || !hasNextPage) return 'complete';
    return isStopped ? 'stopped' : 'searching';
  }
}

function itemsOf<Item>(data: { readonly pages: readonly Part<Item>[] } | undefined): readonly Item[] {
  return data?.pages.flatMap(({ items }) => items) ?? [];
}
