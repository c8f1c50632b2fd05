import { useQuery } from '@tanstack/react-query';
import { useServices } from '../../../start/services.ts';

/** While an old secret works, people wait for it to be seen no more. */
export const rotationPauseMs = 15_000;

/** A key as it stands now; its version comes with it. */
export function useApiKey(id: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: ['api-keys', id],
    queryFn: ({ signal }) => api.keys.get(id, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.rotation == null ? false : rotationPauseMs),
  });
}
