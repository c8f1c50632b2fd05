import { adminGrant, adminRole, type Role } from '../../../lambdas/domain/people/role.ts';
import { intersectAccessRights } from '../../../lambdas/domain/permissions/access-rights.ts';
import { noPermissions } from '../../../lambdas/domain/permissions/permissions.ts';
import { intersectScopes } from '../../../lambdas/domain/permissions/scopes.ts';
import type { RoleDefinitionItem } from '../../../lambdas/contract/credential-items.ts';
import { isDeepStrictEqual } from 'node:util';
import { replayRole } from '../replay/replay-role.ts';
import type { Situation } from './situation.ts';
import type { Targets } from './targets.ts';

/** The roles that the live tables lack, with what they granted last. */
export function planRoles({ copy, live }: Situation, targets: Targets): Role[] {
  const users = [...live.users.values()];
  return targets.missing('role').flatMap((name) => {
    const settled = targets.settle('role', name, copy.roles.get(name), replayRole);
    if (settled === null) return [];
    const { state, doubt } = settled;
    const holders = users.filter(({ roles }) => roles.includes(name)).length;
    // What the built-in role grants is not for the log to say.
    if (name === adminRole) return [{ ...state, ...adminGrant, holders }];
    if (doubt !== null) targets.doubt('role', name, `${doubt}; it comes back and grants nothing`);
    const grant = doubt === null ? withinLive(state, live.roleDefinitions.get(name)) : noPermissions;
    return [{ ...state, ...grant, holders }];
  });
}

/** What Credentials still has of a role whose record is lost is the latest word. */
function withinLive(
  { scopes, accessRights }: Role,
  live: RoleDefinitionItem | undefined,
): Pick<Role, 'scopes' | 'accessRights'> {
  if (live === undefined || isDeepStrictEqual([scopes, accessRights], [live.scopes, live.accessRights])) {
    return { scopes, accessRights };
  }
  return {
    scopes: intersectScopes(scopes, live.scopes),
    accessRights: intersectAccessRights(accessRights, live.accessRights),
  };
}
