import {
  type LimiterItem,
  limiterKey,
  type UserStateItem,
  userStateKey,
} from '../contract/credential-items.ts';
import type { Credential } from '../domain/keys/credential.ts';
import { verdictBudgetMs } from './authenticate.ts';
import { bucketTime, holdsCall } from './bucket.ts';
import { CostBeyondLimit } from './cost-beyond-limit.ts';
import type { AuthorizationRequest } from './decide.ts';
import type { VerdictDependencies } from './dependencies.ts';
import { type Check, check, explain } from './explain.ts';

/**
 * Every check that a call with the key would meet, at no cost to its limit; null where its user does not exist.
 *
 * @param cost calls that this one would count for
 * @throws CostBeyondLimit; DynamoDbError
 */
export type ExplainKey = (
  credential: Credential,
  request: AuthorizationRequest,
  cost?: number,
) => Promise<readonly Check[] | null>;

/** Explains what `authenticate` would decide: from the same reads and the same rules, without the secret. */
export function createExplainKey({
  reader,
  roleCache,
  keyPermissions,
  tierNamed,
  now,
}: Omit<VerdictDependencies, 'limiter'>): ExplainKey {
  return async (credential, request, cost = 1) => {
    const deadlineMs = now() + verdictBudgetMs;
    const [stateKey, bucketKey] = [userStateKey(credential.userId), limiterKey(credential.apiKeyId)];
    const items = await reader.read([stateKey, bucketKey], deadlineMs);
    const user = items.get(stateKey.pk) as UserStateItem | undefined;
    if (user === undefined) return null;
    const granted = await roleCache.permissionsOf(user.roles, deadlineMs);
    const limit = tierNamed(credential.rateLimitTier).callsPerMinute;
    const bucket = items.get(bucketKey.pk) as LimiterItem | undefined;
    return [
      ...explain(credential, user, keyPermissions(granted, credential), request, now()),
      explainLimit(bucket, limit, cost, now()),
    ];
  };
}

function explainLimit(
  bucket: LimiterItem | undefined,
  limit: number | null,
  cost: number,
  nowMs: number,
): Check {
  const name = 'rate-limit';
  if (limit === null) return { name, ok: true, detail: 'The key has no rate limit' };
  if (cost > limit) throw new CostBeyondLimit(limit);
  const tatNs = bucket === undefined ? null : BigInt(bucket.tat);
  const isRoom = holdsCall(tatNs, bucketTime(limit, cost, nowMs));
  return check(isRoom, [name, 'The rate limit leaves room', 'The rate limit is used up']);
}
