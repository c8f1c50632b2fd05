import {
  type AccessRights,
  allAccessRights,
  intersectAccessRights,
  isEmptyAccessRights,
  missingAccessRights,
  uniteAccessRights,
} from './access-rights.ts';
import { holdsScope, intersectScopes, missingScopes, type Scopes, uniteScopes } from './scopes.ts';

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

/** What a key may do: its user's permissions, within its own restriction. */
export function restrict(permissions: Permissions, restriction: Restriction): Permissions {
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

/** What `wanted` holds beyond `held`; null where all of it is covered. */
export function missingPermissions(held: Permissions, wanted: Permissions): Permissions | null {
  const scopes = missingScopes(held.scopes, wanted.scopes);
  const accessRights = missingAccessRights(held.accessRights, wanted.accessRights);
  return scopes.length === 0 && isEmptyAccessRights(accessRights) ? null : { scopes, accessRights };
}

/** True where nothing in that dimension is beyond the permissions, now or later. */
export function holdsAllScopes(permissions: Permissions): boolean {
  return holdsScope(permissions.scopes, '*');
}

export function holdsAllAccessRights(permissions: Permissions): boolean {
  return isEmptyAccessRights(missingAccessRights(permissions.accessRights, allAccessRights));
}
