import type { AccessRights } from '../permissions/access-rights.ts';
import { permissionsNeeded } from '../permissions/needs.ts';
import { type Permissions, permissionsBeyond, unitePermissions } from '../permissions/permissions.ts';
import type { ProtectedApiFields } from './protected-api.ts';
import { parameterIn, type ProtectedRoute } from './protected-route.ts';

/** What decides which calls get through to an API. */
type Protection = Pick<ProtectedApiFields, 'enforcement' | 'gateway' | 'current'>;

/** How much a refusal is worth, from what lets everything through on. */
const strictness = { observe: 0, middleware: 1, deny: 2 } as const;

/**
 * What calls needed and no longer need: nobody takes away a requirement that they do not meet themselves. A route that is
 * no longer listed needed all that it did; so does every route of an API that is deleted, that moves to another stage, or
 * of which refusals are worth less than before. What a path fills in counts as every project, module or environment.
 *
 * @param after null for an API that is deleted
 */
export function requirementsLost(before: Protection, after: Protection | null): Permissions {
  const isKept =
    after !== null &&
    strictness[after.enforcement] >= strictness[before.enforcement] &&
    isSameStage(before.gateway, after.gateway);
  const kept = isKept ? byCall(after.current.routes) : new Map<string, ProtectedRoute>();
  const methods = Map.groupBy(
    [...before.current.routes, ...(after?.current.routes ?? [])],
    ({ path }) => path,
  );
  const asked = byCall(before.current.routes);
  const lost = [...methods].flatMap(([path, routes]) =>
    routes.flatMap(({ method }) => {
      const needed = routeOf(asked, method, path);
      if (needed === undefined) return [];
      const needs = permissionsNeeded(needed);
      const still = routeOf(kept, method, path);
      return [still === undefined ? needs : permissionsBeyond(permissionsNeeded(still), needs)];
    }),
  );
  return unitePermissions(
    lost.map(({ scopes, accessRights }) => ({ scopes, accessRights: anyOf(accessRights) })),
  );
}

function isSameStage(left: Protection['gateway'], right: Protection['gateway']): boolean {
  return left.accountId === right.accountId && left.apiId === right.apiId && left.stage === right.stage;
}

function byCall(routes: readonly ProtectedRoute[]): ReadonlyMap<string, ProtectedRoute> {
  return new Map(routes.map((route) => [`${route.method} ${route.path}`, route]));
}

function routeOf(routes: ReadonlyMap<string, ProtectedRoute>, method: string, path: string) {
  return routes.get(`${method} ${path}`) ?? routes.get(`ANY ${path}`);
}

/** With `*` for each name that a path fills in. Requirements name one project each, and one thing in it. */
function anyOf({ projects = {} }: AccessRights): AccessRights {
  const widened = <T>(named: Readonly<Record<string, T>> | undefined) =>
    Object.fromEntries(
      Object.entries(named ?? {}).map(([name, value]) => [parameterIn(name) === null ? name : '*', value]),
    );
  return {
    projects: widened(
      Object.fromEntries(
        Object.entries(projects).map(([name, { modules, environments }]) => [
          name,
          { modules: widened(modules), environments: widened(environments) },
        ]),
      ),
    ),
  };
}
