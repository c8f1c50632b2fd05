import type { ApiKey } from '../../domain/keys/api-key.ts';
import { type Caller, refuseKeyWithoutManage } from '../../domain/keys/giving.ts';
import type { KeyReach } from '../../domain/keys/reach.ts';
import { Problem } from '../../domain/problem.ts';
import { tierNamed } from '../../verdict/rate-limit-tier.ts';
import type { Principal } from '../../gateway/principal.ts';
import type { ApiKeyDependencies } from './dependencies.ts';

/** The caller as the rules of giving see them: a calling key brings its own restriction. */
export async function toCaller(principal: Principal, { keys }: ApiKeyDependencies): Promise<Caller> {
  const { userId, via, permissions, apiKey } = principal;
  if (apiKey === null) return { userId, via, permissions, apiKeyId: null, ownRestriction: null };
  const own = await keys.get(apiKey.id);
  if (own === null) throw new Problem('API_KEY_INVALID');
  return { userId, via, permissions, apiKeyId: apiKey.id, ownRestriction: own };
}

/** A calling key without `api-keys:manage` may pause and delete itself, and change nothing else. */
export function requireSelfOrManage(caller: Caller, target: Pick<ApiKey, 'id'>): void {
  const refusal = refuseKeyWithoutManage(caller);
  if (refusal !== null && caller.apiKeyId !== target.id) throw refusal;
}

/** What decides how much the holder of a key can do. */
export function reachOf(
  key: Pick<
    ApiKey,
    'scopes' | 'accessRights' | 'type' | 'pausedBy' | 'expiresAt' | 'allowedIps' | 'rateLimitTier'
  >,
  { settings }: ApiKeyDependencies,
): KeyReach {
  const { scopes, accessRights, type, pausedBy, expiresAt, allowedIps, rateLimitTier } = key;
  const rateLimit = tierNamed(rateLimitTier, settings).callsPerMinute;
  return { scopes, accessRights, type, paused: pausedBy !== null, expiresAt, allowedIps, rateLimit };
}

/** Calls per minute of a key that names no tier; null for no limit. */
export function defaultRateLimit({ settings }: Pick<ApiKeyDependencies, 'settings'>): number | null {
  return tierNamed(settings.defaultRateLimitTier, settings).callsPerMinute;
}
