import type { BuiltInScope } from './scopes.ts';

/** A function that serves routes of the API. */
export type RouteFunction = 'api-keys' | 'directory' | 'verify' | 'reads';

export interface Route {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the stage, with API Gateway's `{parameter}` notation. */
  readonly path: string;
  readonly function: RouteFunction;
  /** Public routes need no credentials and have no authorizer. */
  readonly access: 'public' | 'authenticated';
  /** The caller must hold one of these; none are asked for where the list is empty. */
  readonly scopes: readonly (BuiltInScope | '*')[];
  /** Whether a key of type `end-user` may call. */
  readonly endUserKeys: boolean;
}

const usersRead = ['users:read', 'users:manage'] as const;
const rolesRead = ['roles:read', 'roles:manage'] as const;

/** Every route of the API: the stack mounts them, the handlers dispatch on them, OpenAPI lists them. */
export const routes = [
  route('createApiKey', 'POST', '/v1/api-keys', 'api-keys'),
  route('listApiKeys', 'GET', '/v1/api-keys', 'api-keys'),
  route('getApiKey', 'GET', '/v1/api-keys/{id}', 'api-keys'),
  route('updateApiKey', 'PATCH', '/v1/api-keys/{id}', 'api-keys'),
  route('deleteApiKey', 'DELETE', '/v1/api-keys/{id}', 'api-keys'),
  route('pauseApiKey', 'POST', '/v1/api-keys/{id}/pause', 'api-keys'),
  route('resumeApiKey', 'POST', '/v1/api-keys/{id}/resume', 'api-keys'),
  route('rotateApiKey', 'POST', '/v1/api-keys/{id}/rotate', 'api-keys'),
  route('duplicateApiKey', 'POST', '/v1/api-keys/{id}/duplicate', 'api-keys'),
  route('getApiKeyUsage', 'GET', '/v1/api-keys/{id}/usage', 'reads'),
  route('getApiKeyUsageSummary', 'GET', '/v1/api-keys/{id}/usage/summary', 'reads'),
  route('testApiKey', 'POST', '/v1/api-keys/{id}/test', 'verify'),
  route('revokeUserKeys', 'POST', '/v1/users/{userId}/revoke-keys', 'api-keys', ['api-keys:manage']),
  route('createApiToken', 'POST', '/apitokens', 'api-keys', ['*']),
  { ...route('verifyApiKey', 'POST', '/v1/verify', 'verify', ['api-keys:verify']), endUserKeys: true },
  { ...route('getPrincipal', 'GET', '/v1/me', 'reads'), endUserKeys: true },
  { ...route('listScopes', 'GET', '/v1/scopes', 'directory'), endUserKeys: true },
  route('listUsers', 'GET', '/v1/users', 'directory', usersRead),
  route('createUser', 'POST', '/v1/users', 'directory', ['users:manage']),
  route('getUser', 'GET', '/v1/users/{userId}', 'directory', usersRead),
  route('updateUser', 'PATCH', '/v1/users/{userId}', 'directory', ['users:manage']),
  route('deleteUser', 'DELETE', '/v1/users/{userId}', 'directory', ['users:manage']),
  route('listRoles', 'GET', '/v1/roles', 'directory', rolesRead),
  route('createRole', 'POST', '/v1/roles', 'directory', ['roles:manage']),
  route('getRole', 'GET', '/v1/roles/{name}', 'directory', rolesRead),
  route('replaceRole', 'PUT', '/v1/roles/{name}', 'directory', ['roles:manage']),
  route('deleteRole', 'DELETE', '/v1/roles/{name}', 'directory', ['roles:manage']),
  route('listAuditEvents', 'GET', '/v1/audit-events', 'reads'),
  { ...route('getHealth', 'GET', '/v1/health', 'reads'), access: 'public', endUserKeys: true },
  { ...route('getOpenApi', 'GET', '/v1/openapi.json', 'reads'), access: 'public', endUserKeys: true },
] as const satisfies readonly Route[];

export type OperationId = (typeof routes)[number]['operationId'];

function route<const Id extends string>(
  operationId: Id,
  method: Route['method'],
  path: string,
  fn: RouteFunction,
  scopes: Route['scopes'] = [],
) {
  return {
    operationId,
    method,
    path,
    function: fn,
    access: 'authenticated' as Route['access'],
    scopes,
    endUserKeys: false as boolean,
  } as const;
}
