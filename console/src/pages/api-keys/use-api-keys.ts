import type { ApiKey } from '@latchkey/client';
import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { usePrincipal } from '../../api/principal.ts';
import { useServices } from '../../start/services.ts';
import { type ApiKeySearch, defaultPageSize } from './search.ts';

/** What has been read of a page of the list. The server answers with less while it still searches. */
interface Part {
  readonly items: readonly ApiKey[];
  /** Where it goes on; null at the end of the list. */
  readonly cursor: string | null;
}

export interface ApiKeyPage {
  readonly keys: readonly ApiKey[];
  /** Where the next page begins; null where there is none, or it is not known yet. */
  readonly nextCursor: string | null;
  readonly state: 'loading' | 'searching' | 'stopped' | 'complete' | 'failed';
  readonly error: Error | null;
  /** Whether what is shown is of the filters before, until the answer to the new ones comes. */
  readonly isFormer: boolean;
  readonly stop: () => void;
  readonly goOn: () => void;
  readonly refresh: () => void;
}

/** Reads the page of the list that the address names, in as many steps as the server takes to fill it. */
export function useApiKeys(search: ApiKeySearch): ApiKeyPage {
  const { api } = useServices();
  const { userId } = usePrincipal();
  const { size = defaultPageSize, cursor: start, owner, page: _, ...filters } = search;
  const query = { ...filters, ...(owner === 'me' && { userId }), limit: size };
  const queryKey = ['api-keys', query, start ?? null] as const;
  const [stoppedFor, setStoppedFor] = useState<string | null>(null);
  const parts = useInfiniteQuery({
    queryKey,
    initialPageParam: start ?? null,
    queryFn: async ({ pageParam, signal, client }) => {
      const former = client.getQueryData<InfiniteData<Part>>(queryKey);
      // Refreshed, it is read from its beginning again.
      const isFurther = pageParam !== (start ?? null);
      const found = isFurther ? itemsOf(former).length : 0;
      const asked = { ...query, limit: size - found, ...(pageParam !== null && { cursor: pageParam }) };
      const { items, cursor } = await api.list('/api-keys', { query: asked as object, signal }).page();
      return { items, cursor };
    },
    getNextPageParam: (last: Part, all) => (itemsOf({ pages: all }).length < size ? last.cursor : null),
    placeholderData: keepPreviousData,
  });
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage, refetch } = parts;
  const isStopped = stoppedFor === JSON.stringify(queryKey);
  const goesOn = hasNextPage && !isFetching && !isStopped && error === null && !isPlaceholderData;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return {
    keys: itemsOf(data),
    nextCursor: hasNextPage ? null : (data?.pages.at(-1)?.cursor ?? null),
    state: stateOf(),
    error,
    isFormer: isPlaceholderData,
    stop: () => setStoppedFor(JSON.stringify(queryKey)),
    goOn: () => setStoppedFor(null),
    refresh: () => void refetch(),
  };

  function stateOf(): ApiKeyPage['state'] {
    if (error !== null) return 'failed';
    if (data === undefined) return 'loading';
    if (isPlaceholderData || !hasNextPage) return 'complete';
    return isStopped ? 'stopped' : 'searching';
  }
}

function itemsOf(data: { readonly pages: readonly Part[] } | undefined): readonly ApiKey[] {
  return data?.pages.flatMap(({ items }) => items) ?? [];
}
