import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { Frame } from './frame/frame.tsx';
import { readKeySearch } from './pages/api-keys/key/search.ts';
import { readPrefill } from './pages/api-keys/new/prefill.ts';
import { readApiKeySearch } from './pages/api-keys/search.ts';
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

const newApiKey = createRoute({
  getParentRoute: () => root,
  path: '/api-keys/new',
  validateSearch: readPrefill,
  component: lazyRouteComponent(() => import('./pages/api-keys/new/new-api-key-page.tsx'), 'NewApiKeyPage'),
});

const apiKey = createRoute({
  getParentRoute: () => root,
  path: '/api-keys/$id',
  validateSearch: readKeySearch,
  component: lazyRouteComponent(() => import('./pages/api-keys/key/api-key-page.tsx'), 'ApiKeyPage'),
});

const editApiKey = createRoute({
  getParentRoute: () => root,
  path: '/api-keys/$id/edit',
  component: lazyRouteComponent(
    () => import('./pages/api-keys/edit/edit-api-key-page.tsx'),
    'EditApiKeyPage',
  ),
});

const routeTree = root.addChildren([home, apiKeys, newApiKey, apiKey, editApiKey]);

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
