import { isAddressAllowed } from './allowed-addresses.ts';
import { type Permissions, type Restriction, restrict, unitePermissions } from './permissions.ts';

/** The stored form of one secret, as the authorizer sees it. Times are milliseconds since the epoch. */
export interface Credential extends Restriction {
  readonly apiKeyId: string;
  readonly name: string;
  readonly userId: string;
  readonly type: 'admin' | 'end-user';
  readonly status: 'active' | 'paused';
  readonly allowedIps: readonly string[] | null;
  readonly rateLimitTier: string;
  readonly expiresAt: number | null;
  /** End of the grace period of a secret that a rotation replaced; null for the current secret. */
  readonly retiresAt: number | null;
  /** From then on the item counts as gone, whether or not DynamoDB has removed it yet. */
  readonly goneAt: number | null;
}

export interface UserState {
  readonly status: 'active' | 'disabled';
  readonly roles: readonly string[];
}

export interface AuthorizationRequest {
  readonly sourceIp: string;
}

export type Verdict =
  | { readonly code: 'VALID' | 'IP_NOT_ALLOWED'; readonly permissions: Permissions }
  | {
      readonly code:
        | 'API_KEY_INVALID'
        | 'USER_DISABLED'
        | 'USER_HAS_NO_ROLES'
        | 'API_KEY_PAUSED'
        | 'API_KEY_EXPIRED';
    };

/**
 * Decides about one call made with an API key: pure, from what one strongly consistent read returned. When
 * several refusals apply, the first in the order of the checks below is the answer.
 *
 * @param credential null where no credential has the secret's hash
 * @param user null where the credential's user does not exist
 * @param grants definitions of the user's roles; a role that is missing grants nothing
 * @param now milliseconds since the epoch; expired means now ≥ expiresAt
 */
export function decide(
  credential: Credential | null,
  user: UserState | null,
  grants: readonly Permissions[],
  request: AuthorizationRequest,
  now: number,
): Verdict {
  if (credential === null || user === null || isGone(credential, now)) return { code: 'API_KEY_INVALID' };
  if (user.status !== 'active') return { code: 'USER_DISABLED' };
  if (user.roles.length === 0) return { code: 'USER_HAS_NO_ROLES' };
  if (credential.status !== 'active') return { code: 'API_KEY_PAUSED' };
  if (credential.expiresAt !== null && now >= credential.expiresAt) return { code: 'API_KEY_EXPIRED' };
  const permissions = restrict(unitePermissions(grants), credential);
  if (credential.allowedIps !== null && !isAddressAllowed(request.sourceIp, credential.allowedIps)) {
    return { code: 'IP_NOT_ALLOWED', permissions };
  }
  return { code: 'VALID', permissions };
}

function isGone(credential: Credential, now: number): boolean {
  return (
    (credential.retiresAt !== null && now >= credential.retiresAt) ||
    (credential.goneAt !== null && now >= credential.goneAt)
  );
}
