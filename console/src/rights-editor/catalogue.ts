import { useQuery } from '@tanstack/react-query';
import { useServices } from '../start/services.ts';

/** Both change with a deployment only. */
const staleTime = 10 * 60_000;

/** All scopes there are, with what they allow. */
export function useScopeCatalogue() {
  const { api } = useServices();
  return useQuery({ queryKey: ['scopes'], queryFn: ({ signal }) => api.scopes({ signal }), staleTime });
}

/** Settings of the deployment, with names to pick from for rights. */
export function useSettings() {
  const { api } = useServices();
  const queryFn = ({ signal }: { readonly signal: AbortSignal }) =>
    api.request('GET', '/settings', { signal });
  return useQuery({ queryKey: ['settings'], queryFn, staleTime });
}
