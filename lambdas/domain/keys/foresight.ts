import type { RoleGrant } from '../people/role.ts';
import { uselessAccessRights } from '../permissions/access-rights.ts';
import {
  keyPermissions,
  noPermissions,
  type Permissions,
  type Restriction,
  unitePermissions,
} from '../permissions/permissions.ts';

/** What a key could do, and by which roles of its user. */
export interface Foresight extends Permissions {
  /** What each role grants of it; roles that grant nothing of it are left out. */
  readonly grants: readonly RoleGrant[];
  /** What the key names, and its user can do nothing of. */
  readonly dead: Permissions;
}

/** @param roles those of the key's user */
export function foresee(wanted: Restriction, roles: readonly RoleGrant[]): Foresight {
  const user = unitePermissions(roles);
  const grants = roles
    .map((role) => ({ name: role.name, ...keyPermissions(role, wanted) }))
    .filter(({ scopes, accessRights }) => scopes.length > 0 || accessRights.projects !== undefined)
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const granted = keyPermissions(user, { scopes: null, accessRights: null });
  return {
    ...keyPermissions(user, wanted),
    grants,
    dead: {
      scopes: (wanted.scopes ?? []).filter((scope) => isDead(scope, granted)),
      accessRights: uselessAccessRights(granted.accessRights, wanted.accessRights ?? {}),
    },
  };
}

function isDead(scope: string, granted: Permissions): boolean {
  return keyPermissions(granted, { ...noPermissions, scopes: [scope] }).scopes.length === 0;
}
