import { useQuery } from '@tanstack/react-query';
import { useServices } from '../../start/services.ts';

export function useUser(userId: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: ['users', 'one', userId],
    queryFn: ({ signal }) => api.users.get(userId, { signal }),
  });
}
