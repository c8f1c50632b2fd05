import { isEmptyAccessRights, missingAccessRights } from '../domain/permissions/access-rights.ts';
import { type AuthorizationRequest, type RuleName, rules, type UserState } from './decide.ts';
import type { Credential } from '../domain/keys/credential.ts';
import { noPermissions, type Permissions } from '../domain/permissions/permissions.ts';
import { holdsScope } from '../domain/permissions/scopes.ts';

/** Said where a rule holds, and where it does not. */
const details: Readonly<Record<RuleName, readonly [string, string]>> = {
  'user-active': ['The user is active', 'The user is disabled'],
  'user-roles': ['The user has a role', 'The user has no roles'],
  'not-paused': ['The key is not paused', 'The key is paused'],
  'not-expired': ['The key has not expired', 'The key has expired'],
  address: ['The address is allowed', 'The key cannot be used from this address'],
  permissions: ['The key may do what is asked for', 'The key lacks permissions'],
};

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** All that `decide` goes by, each with its own outcome; what is asked for, scope by scope. */
export function explain(
  credential: Credential,
  user: UserState,
  permissions: Permissions,
  request: AuthorizationRequest,
  now: number,
): Check[] {
  const facts = { credential, user, permissions, request, now };
  const ruled = rules
    .filter(({ name }) => name !== 'permissions')
    .map(({ name, holds }) => check(name, holds(facts), details[name]));
  return [...ruled, ...explainPermissions(permissions, request.requested ?? noPermissions)];
}

function explainPermissions(held: Permissions, requested: Permissions): Check[] {
  const scopes = requested.scopes.map((scope) =>
    check(`scope ${scope}`, holdsScope(held.scopes, scope), [
      `The key has ${scope}`,
      `The key lacks ${scope}`,
    ]),
  );
  if (isEmptyAccessRights(requested.accessRights)) return scopes;
  const isHeld = isEmptyAccessRights(missingAccessRights(held.accessRights, requested.accessRights));
  return [
    ...scopes,
    check('access-rights', isHeld, ['The key has the access right', 'The key lacks the access right']),
  ];
}

function check(name: string, ok: boolean, [holding, failing]: readonly [string, string]): Check {
  return { name, ok, detail: ok ? holding : failing };
}
