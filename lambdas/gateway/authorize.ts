import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Route } from '../contract/routes.ts';
import { Problem } from '../domain/problem.ts';
import { holdsScope } from '../domain/permissions/scopes.ts';
import type { ServedOperation } from './operation.ts';
import { type LoadPermissions, type Principal, readPrincipal } from './principal.ts';

/** An event that has passed `authorize`. */
export interface AuthorizedEvent extends APIGatewayProxyEvent {
  operation: ServedOperation;
  /** Null on public routes. */
  principal: Principal | null;
}

/** Turns the authorizer's refusals into their status, and refuses whom the route's access does not admit. */
export function authorize(
  operations: readonly ServedOperation[],
  loadPermissions: LoadPermissions,
): MiddlewareObj<AuthorizedEvent, APIGatewayProxyResult> {
  return {
    before: async ({ event }) => {
      event.operation = findOperation(operations, event);
      const { route } = event.operation;
      event.principal =
        route.access === 'public'
          ? null
          : admit(route, await readPrincipal(event.requestContext.authorizer, loadPermissions));
    },
  };
}

function findOperation(
  operations: readonly ServedOperation[],
  { httpMethod, resource }: APIGatewayProxyEvent,
): ServedOperation {
  const found = operations.find(({ route }) => route.method === httpMethod && route.path === resource);
  if (found === undefined) throw new Problem('NOT_FOUND');
  return found;
}

function admit({ scopes, endUserKeys }: Route, principal: Principal): Principal {
  if (principal.apiKey?.type === 'end-user' && !endUserKeys) throw new Problem('END_USER_KEY');
  const held = principal.permissions.scopes;
  if (scopes.length > 0 && !scopes.some((scope) => holdsScope(held, scope))) {
    throw new Problem('INSUFFICIENT_PERMISSIONS', { missingScopes: scopes.slice(0, 1) });
  }
  return principal;
}
