import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { Frame } from './frame/frame.tsx';
import { readApiKeySearch } from './pages/api-keys/search.ts';
import { readAuditSearch } from './pages/audit-log/search.ts';
import { readOverviewSearch } from './pages/overview/search.ts';
import { parsePlainSearch, writePlainSearch } from './plain-search.ts';
import { Broken } from './states/broken.tsx';
import { Loading } from './states/loading.tsx';
import { PageNotFound } from './states/page-not-found.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: PageNotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/api-keys', replace: true, throw: true });
  },
});

const apiKeys = createRoute({
  getParentRoute: () => root,
  path: '/api-keys',
  validateSearch: readApiKeySearch,
  component: lazyRouteComponent(() => import('./pages/api-keys/api-keys-page.tsx'), 'ApiKeysPage'),
});

const auditLog = createRoute({
  getParentRoute: () => root,
  path: '/audit-log',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('./pages/audit-log/audit-log-page.tsx'), 'AuditLogPage'),
});

const overview = createRoute({
  getParentRoute: () => root,
  path: '/overview',
  validateSearch: readOverviewSearch,
  component: lazyRouteComponent(() => import('./pages/overview/overview-page.tsx'), 'OverviewPage'),
});

const hygiene = createRoute({
  getParentRoute: () => root,
  path: '/hygiene',
  component: lazyRouteComponent(() => import('./pages/hygiene/hygiene-page.tsx'), 'HygienePage'),
});

const routeTree = root.addChildren([home, overview, apiKeys, hygiene, auditLog]);

export function createConsoleRouter() {
  return createRouter({
    routeTree,
    defaultErrorComponent: Broken,
    defaultPendingComponent: Loading,
    scrollRestoration: true,
    parseSearch: parsePlainSearch,
    stringifySearch: writePlainSearch,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
