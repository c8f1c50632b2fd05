import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Frame } from './frame/frame.tsx';
import { readEditSearch } from './pages/api-keys/edit/search.ts';
import { readKeySearch } from './pages/api-keys/key/search.ts';
import { readPrefill } from './pages/api-keys/new/prefill.ts';
import { readPaging } from './listing/paging.ts';
import { readApiKeySearch } from './pages/api-keys/search.ts';
import { readRoleSearch } from './pages/roles/search.ts';
import { readNewUserSearch, readUserSearch } from './pages/users/search.ts';
import { readAuditSearch } from './pages/audit-log/search.ts';
import { readWebhookSearch, readWebhooksSearch } from './pages/webhooks/search.ts';
import { readOverviewSearch } from './pages/overview/search.ts';
import { parsePlainSearch, writePlainSearch } from './plain-search.ts';
import { HomePage } from './pages/home/home-page.tsx';
import { Broken } from './states/broken.tsx';
import { Loading } from './states/loading.tsx';
import { loaded } from './states/part-missing.ts';
import { PageNotFound } from './states/page-not-found.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: PageNotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: HomePage,
});

const apiKeys = createRoute({
  getParentRoute: () => root,
  path: '/api-keys',
  validateSearch: readApiKeySearch,
  component: lazyRouteComponent(() => loaded(import('./pages/api-keys/api-keys-page.tsx')), 'ApiKeysPage'),
});

const newApiKey = createRoute({
  getParentRoute: () => root,
  path: '/api-keys/new',
  validateSearch: readPrefill,
  component: lazyRouteComponent(
    () => loaded(import('./pages/api-keys/new/new-api-key-page.tsx')),
    'NewApiKeyPage',
  ),
});

const apiKey = createRoute({
  getParentRoute: () => root,
  path: '/api-keys/$id',
  validateSearch: readKeySearch,
  component: lazyRouteComponent(() => loaded(import('./pages/api-keys/key/api-key-page.tsx')), 'ApiKeyPage'),
});

const editApiKey = createRoute({
  getParentRoute: () => root,
  path: '/api-keys/$id/edit',
  validateSearch: readEditSearch,
  component: lazyRouteComponent(
    () => loaded(import('./pages/api-keys/edit/edit-api-key-page.tsx')),
    'EditApiKeyPage',
  ),
});

const roles = createRoute({
  getParentRoute: () => root,
  path: '/roles',
  validateSearch: readRoleSearch,
  component: lazyRouteComponent(() => loaded(import('./pages/roles/roles-page.tsx')), 'RolesPage'),
});

const createRole = createRoute({
  getParentRoute: () => root,
  path: '/roles/~create',
  component: lazyRouteComponent(() => loaded(import('./pages/roles/create-role-page.tsx')), 'CreateRolePage'),
});

const role = createRoute({
  getParentRoute: () => root,
  path: '/roles/$name',
  validateSearch: readPaging,
  component: lazyRouteComponent(() => loaded(import('./pages/roles/role-page.tsx')), 'RolePage'),
});

const editRole = createRoute({
  getParentRoute: () => root,
  path: '/roles/$name/edit',
  component: lazyRouteComponent(() => loaded(import('./pages/roles/edit-role-page.tsx')), 'EditRolePage'),
});

const users = createRoute({
  getParentRoute: () => root,
  path: '/users',
  validateSearch: readUserSearch,
  component: lazyRouteComponent(() => loaded(import('./pages/users/users-page.tsx')), 'UsersPage'),
});

const createUser = createRoute({
  getParentRoute: () => root,
  path: '/users/~create',
  validateSearch: readNewUserSearch,
  component: lazyRouteComponent(() => loaded(import('./pages/users/create-user-page.tsx')), 'CreateUserPage'),
});

const user = createRoute({
  getParentRoute: () => root,
  path: '/users/$userId',
  component: lazyRouteComponent(() => loaded(import('./pages/users/user-page.tsx')), 'UserPage'),
});

const editUser = createRoute({
  getParentRoute: () => root,
  path: '/users/$userId/edit',
  component: lazyRouteComponent(() => loaded(import('./pages/users/edit-user-page.tsx')), 'EditUserPage'),
});

const apis = createRoute({
  getParentRoute: () => root,
  path: '/apis',
  validateSearch: readPaging,
  component: lazyRouteComponent(() => loaded(import('./pages/apis/apis-page.tsx')), 'ApisPage'),
});

const registerApi = createRoute({
  getParentRoute: () => root,
  path: '/apis/~register',
  component: lazyRouteComponent(
    () => loaded(import('./pages/apis/register-api-page.tsx')),
    'RegisterApiPage',
  ),
});

const api = createRoute({
  getParentRoute: () => root,
  path: '/apis/$name',
  component: lazyRouteComponent(() => loaded(import('./pages/apis/api-page.tsx')), 'ApiPage'),
});

const editApi = createRoute({
  getParentRoute: () => root,
  path: '/apis/$name/edit',
  component: lazyRouteComponent(() => loaded(import('./pages/apis/edit-api-page.tsx')), 'EditApiPage'),
});

const auditLog = createRoute({
  getParentRoute: () => root,
  path: '/audit-log',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => loaded(import('./pages/audit-log/audit-log-page.tsx')), 'AuditLogPage'),
});

const webhooks = createRoute({
  getParentRoute: () => root,
  path: '/webhooks',
  validateSearch: readWebhooksSearch,
  component: lazyRouteComponent(() => loaded(import('./pages/webhooks/webhooks-page.tsx')), 'WebhooksPage'),
});

const newWebhook = createRoute({
  getParentRoute: () => root,
  path: '/webhooks/new',
  component: lazyRouteComponent(
    () => loaded(import('./pages/webhooks/new-webhook-page.tsx')),
    'NewWebhookPage',
  ),
});

const webhook = createRoute({
  getParentRoute: () => root,
  path: '/webhooks/$id',
  validateSearch: readWebhookSearch,
  component: lazyRouteComponent(() => loaded(import('./pages/webhooks/webhook-page.tsx')), 'WebhookPage'),
});

const editWebhook = createRoute({
  getParentRoute: () => root,
  path: '/webhooks/$id/edit',
  component: lazyRouteComponent(
    () => loaded(import('./pages/webhooks/edit-webhook-page.tsx')),
    'EditWebhookPage',
  ),
});

const overview = createRoute({
  getParentRoute: () => root,
  path: '/overview',
  validateSearch: readOverviewSearch,
  component: lazyRouteComponent(() => loaded(import('./pages/overview/overview-page.tsx')), 'OverviewPage'),
});

const hygiene = createRoute({
  getParentRoute: () => root,
  path: '/hygiene',
  component: lazyRouteComponent(() => loaded(import('./pages/hygiene/hygiene-page.tsx')), 'HygienePage'),
});

const routeTree = root.addChildren([
  home,
  apiKeys,
  newApiKey,
  apiKey,
  editApiKey,
  roles,
  createRole,
  role,
  editRole,
  users,
  createUser,
  user,
  editUser,
  apis,
  registerApi,
  api,
  editApi,
  webhooks,
  newWebhook,
  webhook,
  editWebhook,
  overview,
  hygiene,
  auditLog,
]);

export function createConsoleRouter() {
  return createRouter({
    routeTree,
    defaultErrorComponent: Broken,
    defaultPendingComponent: Loading,
    scrollRestoration: true,
    parseSearch: parsePlainSearch,
    stringifySearch: writePlainSearch,
    // What no page knows is neither passed on to the API nor kept.
    search: { strict: true },
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
