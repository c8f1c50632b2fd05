import type { ApiKey } from '../../domain/keys/api-key.ts';
import { type Caller, type Gift, refuseGift, refuseKeyWithoutManage } from '../../domain/keys/giving.ts';
import type { KeyReach } from '../../domain/keys/reach.ts';
import type { User } from '../../domain/people/user.ts';
import { type Permissions, unitePermissions } from '../../domain/permissions/permissions.ts';
import { Problem } from '../../domain/problem.ts';
import { tierNamed } from '../../verdict/index.ts';
import type { Principal } from '../../gateway/principal.ts';
import type { ApiKeyDependencies } from './dependencies.ts';

/** The caller, with the restriction of a calling key. */
export async function toCaller(principal: Principal, { keys }: ApiKeyDependencies): Promise<Caller> {
  const { userId, via, permissions, apiKey } = principal;
  if (apiKey === null) return { userId, via, permissions, apiKeyId: null, ownRestriction: null };
  const own = await keys.get(apiKey.id);
  if (own === null) throw new Problem('API_KEY_INVALID');
  return { userId, via, permissions, apiKeyId: apiKey.id, ownRestriction: own };
}

/** A calling key without `api-keys:manage` changes no key. */
export function requireManageOfKeys(caller: Caller): void {
  const refusal = refuseKeyWithoutManage(caller);
  if (refusal !== null) throw refusal;
}

/** A calling key without `api-keys:manage` may pause and delete itself, and change nothing else. */
export function requireSelfOrManage(caller: Caller, target: { readonly id: string }): void {
  if (caller.apiKeyId !== target.id) requireManageOfKeys(caller);
}

/**
 * @returns what the user may do; a null user, nothing
 * @throws Problem `INSUFFICIENT_PERMISSIONS` where the caller lacks what they give
 */
export async function checkGift(
  caller: Caller,
  user: Pick<User, 'roles'> | null,
  gift: Pick<Gift, 'userId' | 'before' | 'after' | 'isSecretShown'>,
  { directory, settings }: ApiKeyDependencies,
): Promise<Permissions> {
  const userPermissions = unitePermissions(await directory.getGrants(user?.roles ?? []));
  const refused = refuseGift(caller, {
    ...gift,
    userPermissions,
    defaultRateLimit: tierNamed(settings.defaultRateLimitTier, settings).callsPerMinute,
  });
  if (refused !== null) throw refused;
  return userPermissions;
}

/** What decides how much the holder of a key can do. */
export function reachOf(
  key: Omit<KeyReach, 'paused' | 'rateLimit'> & Pick<ApiKey, 'pausedBy' | 'rateLimitTier'>,
  { settings }: ApiKeyDependencies,
): KeyReach {
  const { scopes, accessRights, type, pausedBy, expiresAt, allowedIps, rateLimitTier } = key;
  const rateLimit = tierNamed(rateLimitTier, settings).callsPerMinute;
  return { scopes, accessRights, type, paused: pausedBy !== null, expiresAt, allowedIps, rateLimit };
}
