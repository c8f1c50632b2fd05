import {
  type AccessRights,
  intersectAccessRights,
  isEmptyAccessRights,
  missingAccessRights,
  uniteAccessRights,
} from './access-rights.ts';
import {
  escalateScope,
  holdsScope,
  intersectScopes,
  missingScopes,
  type Scopes,
  uniteScopes,
} from './scopes.ts';

/** What a principal may do. */
export interface Permissions {
  readonly scopes: Scopes;
  readonly accessRights: AccessRights;
}

/** What a key adds to its user's permissions: null leaves them as they are, an empty set leaves nothing. */
export interface Restriction {
  readonly scopes: Scopes | null;
  readonly accessRights: AccessRights | null;
}

/** The union of what several roles grant. */
export function unitePermissions(grants: readonly Permissions[]): Permissions {
  return {
    scopes: uniteScopes(grants.map((grant) => grant.scopes)),
    accessRights: uniteAccessRights(grants.map((grant) => grant.accessRights)),
  };
}

export const noPermissions: Permissions = { scopes: [], accessRights: {} };

/** Its user's permissions within its own restriction; no key has `permissions:escalate`. */
export function keyPermissions({ scopes, accessRights }: Permissions, restriction: Restriction): Permissions {
  return restrict({ scopes: scopes.filter((scope) => scope !== escalateScope), accessRights }, restriction);
}

function restrict(permissions: Permissions, restriction: Restriction): Permissions {
  return {
    scopes:
      restriction.scopes === null
        ? permissions.scopes
        : intersectScopes(permissions.scopes, restriction.scopes),
    accessRights:
      restriction.accessRights === null
        ? permissions.accessRights
        : intersectAccessRights(permissions.accessRights, restriction.accessRights),
  };
}

/** What `wanted` holds beyond `held`. */
export function permissionsBeyond(held: Permissions, wanted: Permissions): Permissions {
  return {
    scopes: missingScopes(held.scopes, wanted.scopes),
    accessRights: missingAccessRights(held.accessRights, wanted.accessRights),
  };
}

/** What `wanted` holds beyond `held`; null where all of it is covered. */
export function missingPermissions(held: Permissions, wanted: Permissions): Permissions | null {
  const beyond = permissionsBeyond(held, wanted);
  return beyond.scopes.length === 0 && isEmptyAccessRights(beyond.accessRights) ? null : beyond;
}

/** True where no scope that a wildcard can cover is beyond the permissions, now or later. */
export function holdsAllScopes(permissions: Permissions): boolean {
  return holdsScope(permissions.scopes, '*');
}
