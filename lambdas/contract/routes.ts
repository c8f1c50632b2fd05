import type { BuiltInScope } from './scopes.ts';

export type RouteFunction = 'api-keys' | 'directory' | 'apis' | 'webhooks' | 'verify' | 'reads';

export interface Route<Id extends string = string, Fn extends RouteFunction = RouteFunction> extends Access {
  readonly operationId: Id;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the stage, with API Gateway's `{parameter}` notation. */
  readonly path: string;
  readonly function: Fn;
}

interface Access {
  /** Public routes have no authorizer. */
  readonly access: 'public' | 'authenticated';
  /** The caller must hold one of these, if there are any. */
  readonly scopes: readonly (BuiltInScope | '*')[];
  /** Whether a key of type `end-user` may call. */
  readonly endUserKeys: boolean;
}

const open = { access: 'public', endUserKeys: true } as const;
const keysManage = { scopes: ['api-keys:manage'] } as const;
const usersRead = { scopes: ['users:read', 'users:manage'] } as const;
const usersManage = { scopes: ['users:manage'] } as const;
const rolesRead = { scopes: ['roles:read', 'roles:manage'] } as const;
const rolesManage = { scopes: ['roles:manage'] } as const;
const apisRead = { scopes: ['apis:read', 'apis:manage'] } as const;
const apisManage = { scopes: ['apis:manage'] } as const;

/** Every route of the API. */
export const routes = [
  route('createApiKey', 'POST', '/v1/api-keys', 'api-keys'),
  route('listApiKeys', 'GET', '/v1/api-keys', 'api-keys'),
  route('countApiKeys', 'GET', '/v1/api-keys/counts', 'api-keys'),
  route('previewApiKey', 'POST', '/v1/api-keys/preview', 'api-keys'),
  route('getApiKey', 'GET', '/v1/api-keys/{id}', 'api-keys'),
  route('updateApiKey', 'PATCH', '/v1/api-keys/{id}', 'api-keys'),
  route('deleteApiKey', 'DELETE', '/v1/api-keys/{id}', 'api-keys'),
  route('pauseApiKey', 'POST', '/v1/api-keys/{id}/pause', 'api-keys'),
  route('resumeApiKey', 'POST', '/v1/api-keys/{id}/resume', 'api-keys'),
  route('previewApiKeyChanges', 'POST', '/v1/api-keys/{id}/preview', 'api-keys'),
  route('rotateApiKey', 'POST', '/v1/api-keys/{id}/rotate', 'api-keys'),
  route('duplicateApiKey', 'POST', '/v1/api-keys/{id}/duplicate', 'api-keys'),
  route('getApiKeyUsage', 'GET', '/v1/api-keys/{id}/usage', 'reads'),
  route('getApiKeyUsageSummary', 'GET', '/v1/api-keys/{id}/usage/summary', 'reads'),
  route('getUsageSummary', 'GET', '/v1/usage/summary', 'reads', keysManage),
  route('testApiKey', 'POST', '/v1/api-keys/{id}/test', 'verify'),
  route('revokeUserKeys', 'POST', '/v1/users/{userId}/revoke-keys', 'api-keys', keysManage),
  route('createApiToken', 'POST', '/apitokens', 'api-keys', { scopes: ['*'] }),
  route('verifyApiKey', 'POST', '/v1/verify', 'verify', { scopes: ['api-keys:verify'], endUserKeys: true }),
  route('getPrincipal', 'GET', '/v1/me', 'reads', { endUserKeys: true }),
  route('getSettings', 'GET', '/v1/settings', 'reads'),
  route('listScopes', 'GET', '/v1/scopes', 'directory', { endUserKeys: true }),
  route('listUsers', 'GET', '/v1/users', 'directory', usersRead),
  route('createUser', 'POST', '/v1/users', 'directory', usersManage),
  route('getUser', 'GET', '/v1/users/{userId}', 'directory', usersRead),
  route('updateUser', 'PATCH', '/v1/users/{userId}', 'directory', usersManage),
  route('deleteUser', 'DELETE', '/v1/users/{userId}', 'directory', usersManage),
  route('listRoles', 'GET', '/v1/roles', 'directory', rolesRead),
  route('createRole', 'POST', '/v1/roles', 'directory', rolesManage),
  route('getRole', 'GET', '/v1/roles/{name}', 'directory', rolesRead),
  route('listRoleHolders', 'GET', '/v1/roles/{name}/holders', 'directory', {
    scopes: ['users:read', 'users:manage'],
  }),
  route('replaceRole', 'PUT', '/v1/roles/{name}', 'directory', rolesManage),
  route('deleteRole', 'DELETE', '/v1/roles/{name}', 'directory', rolesManage),
  route('listApis', 'GET', '/v1/apis', 'apis', apisRead),
  route('registerApi', 'POST', '/v1/apis', 'apis', apisManage),
  route('getApi', 'GET', '/v1/apis/{name}', 'apis', apisRead),
  route('replaceApi', 'PUT', '/v1/apis/{name}', 'apis', apisManage),
  route('deleteApi', 'DELETE', '/v1/apis/{name}', 'apis', apisManage),
  route('listWebhooks', 'GET', '/v1/webhooks', 'webhooks'),
  route('createWebhook', 'POST', '/v1/webhooks', 'webhooks'),
  route('getWebhook', 'GET', '/v1/webhooks/{id}', 'webhooks'),
  route('updateWebhook', 'PATCH', '/v1/webhooks/{id}', 'webhooks'),
  route('deleteWebhook', 'DELETE', '/v1/webhooks/{id}', 'webhooks'),
  route('rotateWebhookSecret', 'POST', '/v1/webhooks/{id}/rotate-secret', 'webhooks'),
  route('testWebhook', 'POST', '/v1/webhooks/{id}/test', 'webhooks'),
  route('replayWebhook', 'POST', '/v1/webhooks/{id}/replay', 'webhooks'),
  route('listWebhookDeliveries', 'GET', '/v1/webhooks/{id}/deliveries', 'webhooks'),
  route('retryWebhookDelivery', 'POST', '/v1/webhooks/{id}/deliveries/{deliveryId}/retry', 'webhooks'),
  route('listAuditEvents', 'GET', '/v1/audit-events', 'reads'),
  route('getHealth', 'GET', '/v1/health', 'reads', open),
  route('getConfig', 'GET', '/v1/config', 'reads', open),
  route('getOpenApi', 'GET', '/v1/openapi.json', 'reads', open),
  route('getProblem', 'GET', '/v1/problems/{code}', 'reads', open),
] as const;

type AnyRoute = (typeof routes)[number];
export type OperationId = AnyRoute['operationId'];
export type OperationIdOf<Fn extends RouteFunction> = Extract<AnyRoute, { function: Fn }>['operationId'];

function route<const Id extends string, const Fn extends RouteFunction>(
  operationId: Id,
  method: Route['method'],
  path: string,
  fn: Fn,
  access: Partial<Access> = {},
): Route<Id, Fn> {
  const standard: Access = { access: 'authenticated', scopes: [], endUserKeys: false };
  return { operationId, method, path, function: fn, ...standard, ...access };
}
