import type { BuiltInScope } from './scopes.ts';

/** A function that serves routes of the API. */
export type RouteFunction = 'api-keys' | 'reads';

/**
 * Who may call a route, before the handler looks at the resource itself:
 * `public` no credentials · `any` every authenticated caller · `no-end-user` all but end-user keys ·
 * a scope: callers who hold it, and no end-user key.
 */
export type RouteAccess = 'public' | 'any' | 'no-end-user' | BuiltInScope;

export interface Route {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the stage, with API Gateway's `{parameter}` notation. */
  readonly path: string;
  readonly function: RouteFunction;
  readonly access: RouteAccess;
}

/** Every route of the API: the stack mounts them, the handlers dispatch on them, OpenAPI lists them. */
export const routes = [
  route('createApiKey', 'POST', '/v1/api-keys', 'api-keys', 'no-end-user'),
  route('listApiKeys', 'GET', '/v1/api-keys', 'api-keys', 'no-end-user'),
  route('getApiKey', 'GET', '/v1/api-keys/{id}', 'api-keys', 'no-end-user'),
  route('updateApiKey', 'PATCH', '/v1/api-keys/{id}', 'api-keys', 'no-end-user'),
  route('deleteApiKey', 'DELETE', '/v1/api-keys/{id}', 'api-keys', 'no-end-user'),
  route('pauseApiKey', 'POST', '/v1/api-keys/{id}/pause', 'api-keys', 'no-end-user'),
  route('resumeApiKey', 'POST', '/v1/api-keys/{id}/resume', 'api-keys', 'no-end-user'),
  route('getPrincipal', 'GET', '/v1/me', 'reads', 'any'),
  route('listAuditEvents', 'GET', '/v1/audit-events', 'reads', 'no-end-user'),
  route('getHealth', 'GET', '/v1/health', 'reads', 'public'),
  route('getOpenApi', 'GET', '/v1/openapi.json', 'reads', 'public'),
] as const satisfies readonly Route[];

export type OperationId = (typeof routes)[number]['operationId'];

function route<const Id extends string>(
  operationId: Id,
  method: Route['method'],
  path: string,
  fn: RouteFunction,
  access: RouteAccess,
) {
  return { operationId, method, path, function: fn, access } as const;
}
