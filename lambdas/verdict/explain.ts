import { isEmptyAccessRights, missingAccessRights } from '../domain/permissions/access-rights.ts';
import { type AuthorizationRequest, type Rule, rules, type UserState } from './decide.ts';
import type { Credential } from '../domain/keys/credential.ts';
import { noPermissions, type Permissions } from '../domain/permissions/permissions.ts';
import { holdsScope } from '../domain/permissions/scopes.ts';

/** What a check is called, and what is said where it holds and where it does not. */
type Wording = readonly [name: string, holding: string, failing: string];

const wordings: Readonly<Record<Exclude<Rule['code'], 'INSUFFICIENT_PERMISSIONS'>, Wording>> = {
  USER_DISABLED: ['user-active', 'The user is active', 'The user is disabled'],
  USER_HAS_NO_ROLES: ['user-roles', 'The user has a role', 'The user has no roles'],
  API_KEY_PAUSED: ['not-paused', 'The key is not paused', 'The key is paused'],
  API_KEY_EXPIRED: ['not-expired', 'The key has not expired', 'The key has expired'],
  IP_NOT_ALLOWED: ['address', 'The address is allowed', 'The key cannot be used from this address'],
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
  const ruled = rules.flatMap(({ code, holds }) =>
    code === 'INSUFFICIENT_PERMISSIONS' ? [] : [check(holds(facts), wordings[code])],
  );
  return [...ruled, ...explainPermissions(permissions, request.requested ?? noPermissions)];
}

function explainPermissions(held: Permissions, requested: Permissions): Check[] {
  const scopes = requested.scopes.map((scope) =>
    check(holdsScope(held.scopes, scope), [
      `scope ${scope}`,
      `The key has ${scope}`,
      `The key lacks ${scope}`,
    ]),
  );
  if (isEmptyAccessRights(requested.accessRights)) return scopes;
  const isHeld = isEmptyAccessRights(missingAccessRights(held.accessRights, requested.accessRights));
  return [
    ...scopes,
    check(isHeld, ['access-rights', 'The key has the access right', 'The key lacks the access right']),
  ];
}

export function check(ok: boolean, [name, holding, failing]: Wording): Check {
  return { name, ok, detail: ok ? holding : failing };
}
