import { useQuery } from '@tanstack/react-query';
import { useServices } from '../../start/services.ts';

export function useApi(name: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: ['apis', 'one', name],
    queryFn: ({ signal }) => api.apis.get(name, { signal }),
  });
}
