import type { VerdictCode } from '../contract/verdicts.ts';
import type { Credential } from '../domain/keys/credential.ts';
import { isAddressAllowed } from '../domain/keys/allowed-addresses.ts';
import { missingPermissions, noPermissions, type Permissions } from '../domain/permissions/permissions.ts';

export interface UserState {
  readonly status: 'active' | 'disabled';
  readonly roles: readonly string[];
}

export interface AuthorizationRequest {
  /** Null where it is not known: no address is allowed then, if only some are. */
  readonly sourceIp: string | null;
  /** What the call needs, where the one who asks knows it; routes of this API check their scopes themselves. */
  readonly requested?: Permissions;
}

export interface Verdict {
  /** All but what concerns people and requests without a usable credential. */
  readonly code: Exclude<VerdictCode, 'UNAUTHENTICATED' | 'TOKEN_INVALID' | 'USER_UNKNOWN'>;
  /** Effective permissions; none where the call is not authenticated. */
  readonly permissions: Permissions;
  /** What the key lacks; null but for `INSUFFICIENT_PERMISSIONS`. */
  readonly missing: Permissions | null;
}

/** What the rules look at. */
export interface Facts {
  readonly credential: Credential;
  readonly user: UserState;
  readonly permissions: Permissions;
  readonly request: AuthorizationRequest;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface Rule {
  readonly code: Exclude<Verdict['code'], 'VALID' | 'API_KEY_INVALID' | 'RATE_LIMITED'>;
  readonly holds: (facts: Facts) => boolean;
}

/** In the order in which they answer: the first that does not hold is the verdict. */
export const rules: readonly Rule[] = [
  {
    code: 'USER_DISABLED',
    holds: ({ user }) => user.status === 'active',
  },
  {
    code: 'USER_HAS_NO_ROLES',
    holds: ({ user }) => user.roles.length > 0,
  },
  {
    code: 'API_KEY_PAUSED',
    holds: ({ credential }) => credential.status === 'active',
  },
  {
    code: 'API_KEY_EXPIRED',
    holds: ({ credential, now }) => credential.expiresAt === null || now < credential.expiresAt,
  },
  {
    code: 'IP_NOT_ALLOWED',
    holds: ({ credential: { allowedIps }, request: { sourceIp } }) =>
      allowedIps === null || (sourceIp !== null && isAddressAllowed(sourceIp, allowedIps)),
  },
  {
    code: 'INSUFFICIENT_PERMISSIONS',
    holds: ({ permissions, request: { requested } }) =>
      requested === undefined || missingPermissions(permissions, requested) === null,
  },
];

/** Verdicts about callers that are known: what they may do is then worth telling. */
const authenticated: ReadonlySet<Verdict['code']> = new Set([
  'VALID',
  'IP_NOT_ALLOWED',
  'INSUFFICIENT_PERMISSIONS',
]);

/**
 * Decides about one call made with an API key: pure, from what one strongly consistent read returned.
 *
 * @param credential null where no credential has the secret's hash
 * @param user null where the credential's user does not exist
 * @param permissions what the key may do: `keyPermissions` of what the user's roles grant together
 * @param now milliseconds since the epoch; expired means now ≥ expiresAt
 */
export function decide(
  credential: Credential | null,
  user: UserState | null,
  permissions: Permissions,
  request: AuthorizationRequest,
  now: number,
): Verdict {
  if (credential === null || user === null || isGone(credential, now)) {
    return { code: 'API_KEY_INVALID', permissions: noPermissions, missing: null };
  }
  const facts = { credential, user, permissions, request, now };
  const code = rules.find(({ holds }) => !holds(facts))?.code ?? 'VALID';
  return {
    code,
    permissions: authenticated.has(code) ? permissions : noPermissions,
    missing:
      code === 'INSUFFICIENT_PERMISSIONS'
        ? missingPermissions(permissions, request.requested ?? noPermissions)
        : null,
  };
}

/** Decides about a person, whose token has been verified. */
export function decidePerson(
  user: UserState | null,
  userPermissions: Permissions,
): {
  readonly code: 'VALID' | 'USER_UNKNOWN' | 'USER_DISABLED' | 'USER_HAS_NO_ROLES';
  readonly permissions: Permissions;
} {
  if (user === null) return { code: 'USER_UNKNOWN', permissions: noPermissions };
  if (user.status !== 'active') return { code: 'USER_DISABLED', permissions: noPermissions };
  if (user.roles.length === 0) return { code: 'USER_HAS_NO_ROLES', permissions: noPermissions };
  return { code: 'VALID', permissions: userPermissions };
}

function isGone(credential: Credential, now: number): boolean {
  return (
    (credential.retiresAt !== null && now >= credential.retiresAt) ||
    (credential.goneAt !== null && now >= credential.goneAt)
  );
}
