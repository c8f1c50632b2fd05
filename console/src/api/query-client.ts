import { QueryClient } from '@tanstack/react-query';

const freshMs = 15_000;

/**
 * What is read is asked for again when a page is opened anew. The client of the API tries again by itself. Answers are
 * kept as they came: `etagOf` knows no copies.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: freshMs,
        retry: false,
        refetchOnWindowFocus: false,
        networkMode: 'always',
        structuralSharing: false,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
