import { Latchkey } from '@latchkey/client';
import { useQuery } from '@tanstack/react-query';
import { createContext, use } from 'react';
import type { Configuration } from '../../start/configuration.ts';
import type { OpenApi } from './openapi.ts';

/** What the reference is given: where it is, and the API, which it asks what everybody may. */
interface DocsServices {
  readonly configuration: Configuration;
  readonly api: Latchkey;
}

export const DocsContext = createContext<DocsServices | null>(null);

export function connect(configuration: Configuration): DocsServices {
  return { configuration, api: new Latchkey({ baseUrl: configuration.apiUrl }) };
}

export function useDocs(): DocsServices {
  const services = use(DocsContext);
  if (services === null) throw new Error('There are no services above this component');
  return services;
}

/** The OpenAPI document. It changes with a deployment only. */
export function useOpenApi() {
  const { api } = useDocs();
  return useQuery({
    queryKey: ['openapi'],
    queryFn: async ({ signal }) =>
      (await api.request('GET', '/openapi.json', { signal })) as unknown as OpenApi,
    staleTime: 10 * 60_000,
  });
}

/** What a code means, as the API tells it. */
export function useProblem(code: string) {
  const { api } = useDocs();
  return useQuery({
    queryKey: ['problems', code],
    queryFn: ({ signal }) => api.request('GET', '/problems/{code}', { path: { code }, signal }),
    staleTime: 10 * 60_000,
  });
}
