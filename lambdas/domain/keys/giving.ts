import type { ApiKeyId } from '../../contract/brands.ts';
import { allAccessRights, isEmptyAccessRights, missingAccessRights } from '../permissions/access-rights.ts';
import { areBlocksWithin } from './allowed-addresses.ts';
import { exceeds, type KeyReach, widens } from './reach.ts';
import {
  holdsAllScopes,
  keyPermissions,
  missingPermissions,
  type Permissions,
  type Restriction,
} from '../permissions/permissions.ts';
import { Problem } from '../problem.ts';
import { escalateScope, holdsScope, missingScopes } from '../permissions/scopes.ts';

/** Who asks for a key to be made or changed. */
export interface Caller {
  readonly userId: string;
  readonly via: 'jwt' | 'api-key';
  readonly apiKeyId: ApiKeyId | null;
  /** Effective permissions. */
  readonly permissions: Permissions;
  /** What the calling key itself is restricted to; null for people. */
  readonly ownRestriction: OwnRestriction | null;
}

export interface OwnRestriction extends Restriction {
  /** Milliseconds since the epoch, null for never. */
  readonly expiresAt: number | null;
  readonly allowedIps: readonly string[] | null;
}

/** A key as the caller wants it to become. */
export interface Gift {
  readonly userId: string;
  /** What the key's user may do, by their roles. */
  readonly userPermissions: Permissions;
  /** Null for a key that does not exist yet. */
  readonly before: KeyReach | null;
  /** Whether the caller is shown a secret: then all is checked, though nothing may widen. */
  readonly isSecretShown: boolean;
  readonly after: KeyReach;
  /** The tier of a key that names none, in calls per minute. */
  readonly defaultRateLimit: number | null;
}

const manageScope = 'api-keys:manage';

export function isManager(caller: Pick<Caller, 'permissions'>): boolean {
  return holdsScope(caller.permissions.scopes, manageScope);
}

/**
 * Nobody gives what they do not have, as in RBAC of Kubernetes: the refusal of a create or edit that would let the
 * key do what the caller may not, or null. Edits that widen nothing are never refused.
 */
export function refuseGift(caller: Caller, gift: Gift): Problem | null {
  const { after } = gift;
  // Who sees a secret can do all that the key can, as with a new key.
  const before = gift.isSecretShown ? null : gift.before;
  if (before !== null && !widens(before, after)) return null;
  const isResumedOnly = before !== null && !widens(before, { ...after, paused: before.paused });
  return (
    refuseBreeding(caller, after) ??
    (isResumedOnly ? null : refuseOpenEnded(caller, gift)) ??
    refuseUncovered(caller, gift) ??
    refuseLooserTier(caller, gift)
  );
}

/** A calling key without `api-keys:manage` makes and edits no key: a leaked key cannot breed. */
export function refuseKeyWithoutManage(caller: Caller): Problem | null {
  return caller.via === 'api-key' && !isManager(caller) ? missing([manageScope]) : null;
}

/**
 * A calling key's own restriction binds whatever it makes; not even `permissions:escalate` lifts this. A key that is
 * bound to addresses makes none that works elsewhere, and a restricted one none that outlives it: otherwise whoever
 * has found it would make themselves a better one.
 */
function refuseBreeding(caller: Caller, after: KeyReach): Problem | null {
  const own = caller.ownRestriction;
  if (own === null) return null;
  return refuseOpenLimits(own, after) ?? refuseOtherAddresses(own, after) ?? refuseLongerLife(own, after);
}

/** Where the calling key is limited, the other has limits of its own, within those. */
function refuseOpenLimits(own: OwnRestriction, after: KeyReach): Problem | null {
  const scopes =
    own.scopes === null ? [] : after.scopes === null ? ['*'] : missingScopes(own.scopes, after.scopes);
  const rights =
    own.accessRights === null
      ? {}
      : after.accessRights === null
        ? allAccessRights
        : missingAccessRights(own.accessRights, after.accessRights);
  return scopes.length === 0 && isEmptyAccessRights(rights) ? null : missing(scopes, rights);
}

function refuseOtherAddresses(own: OwnRestriction, after: KeyReach): Problem | null {
  if (areBlocksWithin(after.allowedIps, own.allowedIps)) return null;
  const detail = 'The calling key is bound to addresses';
  return new Problem('INSUFFICIENT_PERMISSIONS', { detail, missingScopes: [] });
}

function refuseLongerLife(own: OwnRestriction, after: KeyReach): Problem | null {
  const isRestricted = own.scopes !== null || own.accessRights !== null;
  if (!isRestricted || !exceeds(after.expiresAt, own.expiresAt)) return null;
  const detail = 'The calling key expires earlier';
  return new Problem('INSUFFICIENT_PERMISSIONS', { detail, missingScopes: [] });
}

/**
 * Whoever sees another user's secret must not gain what that user gains later: the key's own limits must lie within
 * what the caller may do, whatever the user may do today.
 */
function refuseOpenEnded({ userId, permissions }: Caller, { userId: owner, after }: Gift): Problem | null {
  if (userId === owner) return null;
  const limits = { scopes: after.scopes ?? ['*'], accessRights: after.accessRights ?? allAccessRights };
  const beyond = missingPermissions(permissions, limits);
  return beyond === null ? null : missing(beyond.scopes, beyond.accessRights);
}

function refuseUncovered(caller: Caller, { userPermissions, after }: Gift): Problem | null {
  return refuseGrant(caller, keyPermissions(userPermissions, after));
}

/**
 * The refusal to give permissions that the caller does not hold, in a key, a role or by assigning a role. No wildcard
 * covers `permissions:escalate`: those who hold it give it, and administrators who have signed in, since somebody
 * has to be the first.
 */
export function refuseGrant(
  { via, permissions }: Pick<Caller, 'via' | 'permissions'>,
  given: Permissions,
): Problem | null {
  if (via === 'jwt' && permissions.scopes.includes(escalateScope)) return null;
  const held =
    via === 'jwt' && holdsAllScopes(permissions)
      ? { ...permissions, scopes: [...permissions.scopes, escalateScope] }
      : permissions;
  const beyond = missingPermissions(held, given);
  return beyond === null ? null : missing(beyond.scopes, beyond.accessRights);
}

function refuseLooserTier(caller: Caller, { before, after, defaultRateLimit }: Gift): Problem | null {
  const known = before === null ? defaultRateLimit : before.rateLimit;
  return exceeds(after.rateLimit, known) && !isManager(caller) ? missing([manageScope]) : null;
}

function missing(scopes: readonly string[], accessRights = {}): Problem {
  return new Problem('INSUFFICIENT_PERMISSIONS', {
    missingScopes: scopes,
    ...(isEmptyAccessRights(accessRights) ? {} : { missingAccessRights: accessRights }),
  });
}
