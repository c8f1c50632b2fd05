import { holdsPartOfEach } from '../permissions/access-rights.ts';
import { permissionsNeeded } from '../permissions/needs.ts';
import type { Permissions } from '../permissions/permissions.ts';
import { missingScopes } from '../permissions/scopes.ts';
import { fillable, parameterIn, type ProtectedRoute } from './protected-route.ts';

/** Whether some call to an API would be let through for want of nothing but what these permissions hold. */
export type IsOpenTo = (permissions: Permissions) => boolean;

/** @param routes of the API; where the path names a project, module or environment, any that is held will do */
export function opennessOf(routes: readonly ProtectedRoute[]): IsOpenTo {
  const distinct = new Map(
    routes.map((route) => {
      const needed = neededBySomeCall(route);
      return [JSON.stringify(needed), needed] as const;
    }),
  );
  const wanted = [...distinct.values()];
  return ({ scopes, accessRights }) =>
    wanted.some(
      (needed) =>
        missingScopes(scopes, needed.scopes).length === 0 &&
        holdsPartOfEach(accessRights, needed.accessRights),
    );
}

function neededBySomeCall(route: ProtectedRoute): Permissions {
  const filled = fillable.map((member) => {
    const text = route[member];
    return [member, text !== undefined && parameterIn(text) !== null ? '*' : text] as const;
  });
  return permissionsNeeded({
    ...route,
    ...Object.fromEntries(filled.filter(([, text]) => text !== undefined)),
  });
}
