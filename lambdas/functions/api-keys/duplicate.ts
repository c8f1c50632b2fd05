import { checkKeyPolicy, readExpiry } from '../../domain/keys/expiry.ts';
import type { Caller } from '../../domain/keys/giving.ts';
import { invalid, Problem } from '../../domain/problem.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { type ApiRequest, callerOf, originOf } from '../../gateway/request.ts';
import { findVisibleKey } from '../visible-key.ts';
import { toCaller } from './access.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { type MintedSecret, mintOnce, recordAnswer, type Remember } from './idempotent.ts';
import { mintKey, refuseForeign } from './mint.ts';
import type { DuplicateApiKeyBody } from './schemas.ts';

/** `POST /api-keys/{id}/duplicate`: a key of its own, with the fields of another; a name, and an expiry where that has one. */
export async function duplicateApiKey(
  request: ApiRequest<unknown, DuplicateApiKeyBody>,
  deps: ApiKeyDependencies,
): Promise<ApiResponse> {
  const caller = await toCaller(callerOf(request), deps);
  const collection = request.url.split('/').slice(0, -2).join('/');
  return mintOnce(request, deps, {
    operationId: 'duplicateApiKey',
    caller,
    authorize: (made) => refuseForeign(made, caller),
    answerOf: recordAnswer(201, deps.clock.now, ({ id }) => `${collection}/${id}`),
    mint: (remember) => mintDuplicate(request, caller, remember, deps),
  });
}

async function mintDuplicate(
  request: ApiRequest<unknown, DuplicateApiKeyBody>,
  caller: Caller,
  remember: Remember,
  deps: ApiKeyDependencies,
): Promise<MintedSecret> {
  const { keys, clock, settings } = deps;
  const { name, ...expiry } = request.body;
  const asked = readExpiry(expiry, clock.now());
  const source = await findVisibleKey(request.pathParameters['id'], caller, keys);
  checkIfMatch(request.ifMatch, source.version);
  if (asked === undefined && source.expiresAt !== null) {
    throw invalid('expiresAt', 'The key to duplicate expires: give the new one an expiration');
  }
  checkKeyPolicy(asked ?? null, settings.keyPolicy, clock.now());
  const { description, userId, type, scopes, accessRights, rateLimitTier, allowedIps, metadata } = source;
  const copy = { name, description, userId, type, scopes, accessRights, rateLimitTier, allowedIps, metadata };
  const asCopy = { ...copy, expiresAt: asked ?? null };
  return mintKey(asCopy, caller, originOf(request), deps, {
    action: 'api_key.duplicated',
    remember,
    refuse: () => {
      if (source.pausedBy !== null)
        throw new Problem('CONFLICT', { detail: 'A paused key is not duplicated' });
    },
  });
}
