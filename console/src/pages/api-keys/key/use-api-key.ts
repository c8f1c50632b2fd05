import { useQuery } from '@tanstack/react-query';
import { useServices } from '../../../start/services.ts';

/** A key as it stands now; its version comes with it. */
export function useApiKey(id: string) {
  const { api } = useServices();
  return useQuery({ queryKey: ['api-keys', id], queryFn: ({ signal }) => api.keys.get(id, { signal }) });
}
