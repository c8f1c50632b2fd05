import { type ApiKey, statusOf } from '../../domain/keys/api-key.ts';
import { checkKeyPolicy, readExpiry, readGracePeriod } from '../../domain/keys/expiry.ts';
import { type Caller, refuseGift, refuseKeyWithoutManage } from '../../domain/keys/giving.ts';
import { rotateKey } from '../../domain/keys/lifecycle.ts';
import { unitePermissions } from '../../domain/permissions/permissions.ts';
import { invalid, Problem } from '../../domain/problem.ts';
import { mintSecret } from '../../domain/keys/secret.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { type ApiRequest, callerOf, originOf } from '../../gateway/request.ts';
import { settle } from '../settle.ts';
import { findVisibleKey } from '../visible-key.ts';
import { defaultRateLimit, reachOf, requireSelfOrManage, toCaller } from './access.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { type MintedSecret, mintOnce, recordAnswer, type Remember } from './idempotent.ts';
import type { RotateApiKeyBody } from './schemas.ts';

/** `POST /api-keys/{id}/rotate`: a new secret for the same key, shown once. */
export async function rotateApiKey(
  request: ApiRequest<unknown, RotateApiKeyBody>,
  deps: ApiKeyDependencies,
): Promise<ApiResponse> {
  const caller = await toCaller(callerOf(request), deps);
  return mintOnce(request, deps, {
    operationId: 'rotateApiKey',
    caller,
    authorize: (made) => requireSelfOrManage(caller, made),
    answerOf: recordAnswer(200, deps.clock.now),
    mint: (remember) => rotateSecret(request, caller, remember, deps),
  });
}

async function rotateSecret(
  request: ApiRequest<unknown, RotateApiKeyBody>,
  caller: Caller,
  remember: Remember,
  deps: ApiKeyDependencies,
): Promise<MintedSecret> {
  const { keys, clock, random, settings } = deps;
  const { gracePeriod = '0s', ...expiry } = request.body ?? {};
  const asked = readExpiry(expiry, clock.now());
  const graceMs = readGracePeriod(gracePeriod);
  const { plaintext, hash, keyPrefix } = mintSecret(settings.prefix, random);
  const key = await settle(deps, request.ifMatch, async () => {
    const found = await findVisibleKey(request.pathParameters['id'], caller, keys);
    checkIfMatch(request.ifMatch, found.version);
    refuseRevivalUnasked(found, asked, graceMs, clock.now());
    const expiresAt = asked === undefined ? found.expiresAt : asked;
    // A key may be older than the policy; its new secret is not.
    checkKeyPolicy(expiresAt, settings.keyPolicy, clock.now());
    await checkGiving(caller, found, expiresAt, deps);
    const moment = { now: clock.now(), eventId: random.uuid() };
    const fresh = { secretHash: hash, keyPrefix, expiresAt, graceMs };
    const transition = rotateKey(found, fresh, originOf(request), moment);
    const outcome = await keys.update(found, transition, remember(transition.key));
    if (outcome.kind === 'refused' && outcome.by.includes('first answer')) throw new Problem('CONFLICT');
    return outcome.kind === 'committed' ? transition.key : undefined;
  });
  return { key, plaintext };
}

/** @throws Problem `INVALID`: an expired key needs a new expiry, and its former secret stays dead */
function refuseRevivalUnasked(
  key: ApiKey,
  asked: number | null | undefined,
  graceMs: number,
  now: number,
): void {
  if (statusOf(key, now) !== 'expired') return;
  if (asked === undefined) throw invalid('expiresAt', 'The key has expired: give it a new expiration');
  if (graceMs > 0) throw invalid('gracePeriod', 'The key has expired: its former secret does not work again');
}

/** A calling key without `api-keys:manage` rotates itself only, and not into a longer life. */
async function checkGiving(
  caller: Caller,
  key: ApiKey,
  expiresAt: number | null,
  deps: ApiKeyDependencies,
): Promise<void> {
  requireSelfOrManage(caller, key);
  const refusal = expiresAt === key.expiresAt ? null : refuseKeyWithoutManage(caller);
  if (refusal !== null) throw refusal;
  const user = await deps.directory.getUser(key.userId);
  const refused = refuseGift(caller, {
    userId: key.userId,
    userPermissions: unitePermissions(await deps.directory.getGrants(user?.roles ?? [])),
    before: reachOf(key, deps),
    isSecretShown: true,
    after: reachOf({ ...key, expiresAt }, deps),
    defaultRateLimit: defaultRateLimit(deps),
  });
  if (refused !== null) throw refused;
}
