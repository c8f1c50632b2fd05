import type { Page } from '@latchkey/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { PartQuery } from './use-page.ts';

/** As many as the API answers with at most. */
const partSize = 100;

interface FirstQuery<Item> {
  /** Begins with the resource, and has all filters in it. */
  readonly queryKey: readonly unknown[];
  /** How many are enough; parts that are short while the server still searches are gone on from. */
  readonly wanted: number;
  readonly read: (
    part: PartQuery,
    options: { readonly signal: AbortSignal },
  ) => Promise<Pick<Page<Item>, 'items' | 'cursor'>>;
}

/** Reads a list from its beginning until enough has come. */
export function useFirst<Item>({ queryKey, wanted, read }: FirstQuery<Item>) {
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: [...queryKey, 'first'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: cursor, signal }) =>
      read({ limit: partSize, ...(cursor !== null && { cursor }) }, { signal }),
    getNextPageParam: ({ cursor }) => cursor,
  });
  const items = data?.pages.flatMap((part) => part.items);
  const parts = data?.pages.length;
  const goesOn = hasNextPage && !isFetching && error === null && items !== undefined && items.length < wanted;
  useEffect(() => {
    if (goesOn && parts !== undefined) void fetchNextPage();
  }, [goesOn, parts, fetchNextPage]);
  return { items, isWhole: data !== undefined && !hasNextPage, isReading: isFetching, error, refetch };
}
