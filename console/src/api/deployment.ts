import { useQuery } from '@tanstack/react-query';
import { useServices } from '../start/services.ts';

/** What the operator has set does not change while a page is open. */
const fixed = { staleTime: 10 * 60_000 };

/** What keys can be like in this deployment. */
export function useSettings() {
  const { api } = useServices();
  const queryFn = ({ signal }: { signal: AbortSignal }) => api.request('GET', '/settings', { signal });
  return useQuery({ queryKey: ['settings'], queryFn, ...fixed });
}

/** Every scope that there is, with what it allows. */
export function useScopes() {
  const { api } = useServices();
  return useQuery({ queryKey: ['scopes'], queryFn: ({ signal }) => api.scopes({ signal }), ...fixed });
}
