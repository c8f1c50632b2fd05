import type { Principal } from '@latchkey/client';
import { useQuery } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { useServices } from '../start/services.ts';

/** Asks the API who has signed in, and what they may do. */
export function usePrincipalQuery() {
  const { api } = useServices();
  return useQuery({ queryKey: ['me'], queryFn: ({ signal }) => api.me({ signal }), staleTime: 60_000 });
}

export const PrincipalContext = createContext<Principal | null>(null);

/** Who has signed in: below the frame there is always somebody. */
export function usePrincipal(): Principal {
  const principal = use(PrincipalContext);
  if (principal === null) throw new Error('There is no principal above this component');
  return principal;
}

/** Whether what somebody may do covers a scope. `permissions:escalate` is covered by its own name only. */
export function may({ scopes }: { readonly scopes: readonly string[] }, scope: string): boolean {
  if (scopes.includes(scope)) return true;
  if (scope === 'permissions:escalate') return false;
  return scopes.includes('*') || scopes.includes(`${scope.split(':')[0]}:*`);
}
