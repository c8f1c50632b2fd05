import type { ApiKeyType } from '../../contract/api-key.ts';
import { allAccessRights, isEmptyAccessRights, missingAccessRights } from '../permissions/access-rights.ts';
import { areBlocksWithin } from './allowed-addresses.ts';
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
  readonly apiKeyId: string | null;
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

/** All about a key that decides how much its holder can do. */
export interface KeyReach extends Restriction {
  readonly type: ApiKeyType;
  readonly paused: boolean;
  /** Milliseconds since the epoch, null for never. */
  readonly expiresAt: number | null;
  readonly allowedIps: readonly string[] | null;
  /** Calls per minute, null for unlimited. */
  readonly rateLimit: number | null;
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
 * Nobody gives what they do not have (design, section 3): the refusal of a create or edit that would let the
 * key do what the caller may not, or null. Edits that widen nothing are never refused.
 */
export function refuseGift(caller: Caller, gift: Gift): Problem | null {
  const { before, after } = gift;
  const { isSecretShown } = gift;
  if (before !== null && !isSecretShown && !widens(before, after)) return null;
  // Resuming shows nobody a secret.
  const isResumedOnly =
    before !== null && !isSecretShown && !widens(before, { ...after, paused: before.paused });
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
  const scopes =
    own.scopes === null ? [] : after.scopes === null ? ['*'] : missingScopes(own.scopes, after.scopes);
  const rights =
    own.accessRights === null
      ? {}
      : missingAccessRights(own.accessRights, after.accessRights ?? allAccessRights);
  const unset = own.accessRights !== null && after.accessRights === null;
  if (scopes.length > 0 || !isEmptyAccessRights(rights) || unset) {
    return missing(scopes, unset ? allAccessRights : rights);
  }
  if (!areBlocksWithin(after.allowedIps, own.allowedIps)) {
    return new Problem('INSUFFICIENT_PERMISSIONS', {
      detail: 'The calling key is bound to addresses',
      missingScopes: [],
    });
  }
  const isRestricted = own.scopes !== null || own.accessRights !== null;
  if (isRestricted && exceeds(after.expiresAt, own.expiresAt)) {
    return new Problem('INSUFFICIENT_PERMISSIONS', {
      detail: 'The calling key expires earlier',
      missingScopes: [],
    });
  }
  return null;
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

function widens(before: KeyReach, after: KeyReach): boolean {
  return (
    widensScopes(before.scopes, after.scopes) ||
    widensRights(before.accessRights, after.accessRights) ||
    (before.type === 'end-user' && after.type === 'admin') ||
    (before.paused && !after.paused) ||
    exceeds(after.expiresAt, before.expiresAt) ||
    exceeds(after.rateLimit, before.rateLimit) ||
    !areBlocksWithin(after.allowedIps, before.allowedIps)
  );
}

function widensScopes(before: Restriction['scopes'], after: Restriction['scopes']): boolean {
  if (before === null) return false;
  return after === null || missingScopes(before, after).length > 0;
}

function widensRights(before: Restriction['accessRights'], after: Restriction['accessRights']): boolean {
  if (before === null) return false;
  return after === null || !isEmptyAccessRights(missingAccessRights(before, after));
}

/** Null is no bound: later, or looser, than any number. */
function exceeds(after: number | null, before: number | null): boolean {
  return before !== null && (after === null || after > before);
}

function missing(scopes: readonly string[], accessRights = {}): Problem {
  return new Problem('INSUFFICIENT_PERMISSIONS', {
    missingScopes: scopes,
    ...(isEmptyAccessRights(accessRights) ? {} : { missingAccessRights: accessRights }),
  });
}
