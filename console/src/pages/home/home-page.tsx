import { Navigate } from '@tanstack/react-router';
import { may, usePrincipal } from '../../api/principal.ts';

/** Leads on: whoever looks after all keys to the overview, others to their own keys. */
export function HomePage() {
  const isManager = may(usePrincipal(), 'api-keys:manage');
  return <Navigate to={isManager ? '/overview' : '/api-keys'} replace />;
}
