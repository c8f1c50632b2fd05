import { useQuery } from '@tanstack/react-query';
import { useServices } from '../../start/services.ts';

/** A webhook as it stands now; its version comes with it. */
export function useWebhook(id: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: ['webhooks', 'one', id],
    queryFn: ({ signal }) => api.webhooks.get(id, { signal }),
  });
}
