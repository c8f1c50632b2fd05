import { useQuery } from '@tanstack/react-query';
import { useServices } from '../../start/services.ts';

export function useRole(name: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: ['roles', 'one', name],
    queryFn: ({ signal }) => api.roles.get(name, { signal }),
  });
}
