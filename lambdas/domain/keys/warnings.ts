import { isEmptyAccessRights } from '../permissions/access-rights.ts';
import { keyPermissions, type Permissions, type Restriction } from '../permissions/permissions.ts';

/** Something about a new key that is allowed, and hardly what its maker wants. */
export interface KeyWarning {
  readonly code: 'NO_EFFECTIVE_PERMISSIONS';
  readonly message: string;
}

/**
 * Warns of a key that can do nothing of what it is for: none of the scopes that it names is granted by its user's
 * roles, or nothing at all is left to it. It is made all the same, since roles may follow; a key that asks for nothing
 * is not warned of.
 */
export function warningsOf(wanted: Restriction, user: Permissions): KeyWarning[] {
  const { scopes, accessRights } = keyPermissions(user, wanted);
  const namesScopes = wanted.scopes !== null && wanted.scopes.length > 0;
  const asksForNothing = wanted.scopes?.length === 0;
  const isLeftNothing = scopes.length === 0 && isEmptyAccessRights(accessRights) && !asksForNothing;
  if (!(namesScopes && scopes.length === 0) && !isLeftNothing) return [];
  const message = namesScopes
    ? `None of the scopes ${wanted.scopes.join(', ')} is granted by the roles of the key's user`
    : "The roles of the key's user grant nothing";
  return [{ code: 'NO_EFFECTIVE_PERMISSIONS', message }];
}
