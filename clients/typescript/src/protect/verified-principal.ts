import type { AccessRights } from '../access-rights.ts';
import type { CallingKey } from '../calling-key.ts';
import type { KnownKeyVerdict } from '../generated/api.ts';

/** Who makes the call: always a key here. */
export interface VerifiedPrincipal {
  readonly userId: string;
  readonly via: 'api-key';
  /** Effective, as `accessRights`. */
  readonly scopes: readonly string[];
  readonly accessRights: AccessRights;
  readonly apiKey: CallingKey;
}

const keyPrefixLength = 10;

export function principalFrom(verdict: KnownKeyVerdict, key: string): VerifiedPrincipal {
  const { apiKeyId: id, name, userId, type, scopes, accessRights, expiresAt } = verdict;
  const keyPrefix = key.slice(0, keyPrefixLength);
  return { userId, via: 'api-key', scopes, accessRights, apiKey: { id, name, keyPrefix, type, expiresAt } };
}

const principals = new WeakMap<object, VerifiedPrincipal>();

export function keepPrincipal(request: object, principal: VerifiedPrincipal): void {
  principals.set(request, principal);
}

/**
 * Who makes a call that `protect()` has let through.
 *
 * @throws TypeError for a call that it has not
 */
export function principalOf(request: object): VerifiedPrincipal {
  const principal = principals.get(request);
  if (principal === undefined) throw new TypeError('protect() has not let this call through');
  return principal;
}
