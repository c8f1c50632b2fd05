import { QueryClient } from '@tanstack/react-query';

const freshMs = 15_000;

/** What is read is asked for again when a page is opened anew. The client of the API tries again by itself. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: freshMs, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
