import { type ApiKey, statusOf } from '../../domain/keys/api-key.ts';
import { checkKeyPolicy, readExpiry, readGracePeriod } from '../../domain/keys/expiry.ts';
import type { Caller } from '../../domain/keys/giving.ts';
import { rotateKey } from '../../domain/keys/lifecycle.ts';
import { mintSecret } from '../../domain/keys/secret.ts';
import { invalid, Problem } from '../../domain/problem.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf, originOf } from '../../gateway/request.ts';
import { untilSettled } from '../../store/transaction.ts';
import { momentOf } from '../moment.ts';
import { findVisibleKey } from '../visible-key.ts';
import { checkGift, reachOf, requireManageOfKeys, requireSelfOrManage, toCaller } from './access.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { findReplay, nameAttempt, withSecret } from './first-answer.ts';
import { lastUseInTime, withLastUse } from './last-use.ts';
import { answerWith } from './present.ts';
import { apiKeyRotation, mintedApiKey } from './schemas.ts';

export const rotateApiKey = operation(
  'rotateApiKey',
  {
    summary: 'Give an API key a new secret',
    description:
      'Gives the same key a new secret, and shows it, this once. The former one works until its grace period ends, ' +
      'or the key would have expired, if that is sooner. A key that has expired needs a new expiry, and takes no grace ' +
      'period.',
    tag: 'API keys',
    body: apiKeyRotation,
    success: success(200, mintedApiKey, 'ETag'),
    problems: ['INSUFFICIENT_PERMISSIONS'],
    changes: true,
    replays: true,
    example: { request: examples.rotation, answer: examples.rotatedKey },
  },
  async (request, deps: ApiKeyDependencies) => {
    const { keys, clock, random, settings } = deps;
    const caller = await toCaller(callerOf(request), deps);
    const attempt = nameAttempt(request, caller);
    const replay = await findReplay(attempt, caller, (key) => requireSelfOrManage(caller, key), deps);
    if (replay !== null) return replay;
    const { gracePeriod = '0s', ...expiry } = request.body ?? {};
    const asked = readExpiry(expiry, clock.now());
    const graceMs = readGracePeriod(gracePeriod);
    const { plaintext, hash, keyPrefix } = mintSecret(settings.prefix, random);
    const lastUse = lastUseInTime(request.pathParameters['id'], deps);
    const answer = await untilSettled(deps, async () => {
      const key = await findVisibleKey(request.pathParameters['id'], caller, keys);
      checkIfMatch(request.ifMatch, key.version);
      refuseRevivalUnasked(key, asked, graceMs, clock.now());
      const expiresAt = asked === undefined ? key.expiresAt : asked;
      // A key may be older than the policy; its new secret is not.
      checkKeyPolicy(expiresAt, settings.keyPolicy, clock.now());
      await checkGiving(caller, key, expiresAt, deps);
      const moment = momentOf(deps);
      const fresh = { secretHash: hash, keyPrefix, expiresAt, graceMs };
      const transition = rotateKey(key, fresh, originOf(request), moment);
      const rotated = answerWith(withLastUse(transition.key, await lastUse), moment.now);
      const first = attempt === null ? null : { ...attempt, ...rotated };
      const outcome = await keys.update(key, transition, first);
      if (outcome.kind === 'refused' && outcome.by.includes('first answer')) throw new Problem('CONFLICT');
      return outcome.kind === 'committed' ? rotated : undefined;
    });
    return withSecret(answer, plaintext);
  },
);

/** @throws Problem `INVALID`: an expired key needs a new expiry, and its former secret stays dead */
function refuseRevivalUnasked(key: ApiKey, asked: number | null | undefined, graceMs: number, now: number) {
  if (statusOf(key, now) !== 'expired') return;
  if (asked === undefined) throw invalid('expiresAt', 'The key has expired: give it a new expiration');
  if (graceMs > 0) throw invalid('gracePeriod', 'The key has expired: its former secret does not work again');
}

/** A calling key without `api-keys:manage` rotates itself only, and not into a longer life. */
async function checkGiving(caller: Caller, key: ApiKey, expiresAt: number | null, deps: ApiKeyDependencies) {
  requireSelfOrManage(caller, key);
  if (expiresAt !== key.expiresAt) requireManageOfKeys(caller);
  const [before, after] = [reachOf(key, deps), reachOf({ ...key, expiresAt }, deps)];
  const user = await deps.directory.getUser(key.userId);
  await checkGift(caller, user, { userId: key.userId, before, after, isSecretShown: true }, deps);
}
