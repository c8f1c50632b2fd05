import { useQuery } from '@tanstack/react-query';
import { may, usePrincipal } from '../api/principal.ts';
import { useServices } from '../start/services.ts';

/** More than that nobody reads; typing narrows it down. */
const limit = 50;

/** The first roles that have a text in their name or description. */
export function useRoles(text: string) {
  const { api } = useServices();
  const principal = usePrincipal();
  const filter = text === '' ? {} : { search: text };
  return useQuery({
    queryKey: ['roles', filter, 'first', limit],
    enabled: may(principal, 'roles:read') || may(principal, 'roles:manage'),
    queryFn: async ({ signal }) => {
      const found = [];
      for await (const role of api.roles.list({ ...filter, limit }, { signal })) {
        if (found.push(role) === limit) break;
      }
      return found;
    },
  });
}
