import {
  type LimiterItem,
  limiterKey,
  type UserStateItem,
  userStateKey,
} from '../../contract/credential-items.ts';
import { credentialOf } from '../../domain/keys/credential.ts';
import { verdictBudgetMs } from '../../verdict/authenticate.ts';
import { bucketTime, holdsCall } from '../../verdict/bucket.ts';
import { type Check, explain } from '../../verdict/explain.ts';
import { Problem } from '../../domain/problem.ts';
import { tierNamed } from '../../verdict/rate-limit-tier.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf } from '../../gateway/request.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { VerifyDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { costTooHigh, explanation, keyTest, requestedOf } from './schemas.ts';

export const testApiKey = operation(
  'testApiKey',
  {
    summary: 'Explain what a call with an API key would meet',
    description:
      'Every check, whether it would pass or not: without the secret of the key, and at no cost to its limit.',
    tag: 'Verification',
    body: keyTest,
    success: success(200, explanation),
    example: { request: examples.keyTest, answer: examples.explanation },
  },
  async (request, { keys, reader, roleCache, settings, clock }: VerifyDependencies) => {
    const key = await findVisibleKey(request.pathParameters['id'], callerOf(request), keys);
    const deadlineMs = clock.now() + verdictBudgetMs;
    const [stateKey, bucketKey] = [userStateKey(key.userId), limiterKey(key.id)];
    const items = await reader.read([stateKey, bucketKey], deadlineMs);
    const user = items.get(stateKey.pk) as UserStateItem | undefined;
    if (user === undefined) throw new Problem('NOT_FOUND');
    const granted = await roleCache.permissionsOf(user.roles, deadlineMs);
    const credential = credentialOf(key, settings.retentionDays);
    const { body } = request;
    const asked = { sourceIp: body.sourceIp ?? null, requested: requestedOf(body) };
    const limit = tierNamed(key.rateLimitTier, settings).callsPerMinute;
    const checks = [
      ...explain(credential, user, granted, asked, clock.now()),
      explainLimit(items.get(bucketKey.pk) as LimiterItem | undefined, limit, body.cost ?? 1, clock.now()),
    ];
    return { body: { valid: checks.every(({ ok }) => ok), checks } };
  },
);

function explainLimit(
  bucket: LimiterItem | undefined,
  limit: number | null,
  cost: number,
  now: number,
): Check {
  const name = 'rate-limit';
  if (limit === null) return { name, ok: true, detail: 'The key has no rate limit' };
  if (cost > limit) throw costTooHigh(limit);
  const tatNs = bucket === undefined ? null : BigInt(bucket.tat);
  const ok = holdsCall(tatNs, bucketTime(limit, cost, now));
  return { name, ok, detail: ok ? 'The rate limit leaves room' : 'The rate limit is used up' };
}
