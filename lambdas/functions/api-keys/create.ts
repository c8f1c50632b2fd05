import { checkKeyPolicy, readExpiry } from '../../domain/keys/expiry.ts';
import { normalizeUserId } from '../../domain/people/user.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { type ApiRequest, callerOf, originOf } from '../../gateway/request.ts';
import { toCaller } from './access.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { mintOnce, recordAnswer } from './idempotent.ts';
import { type KeyRequest, mintKey, refuseForeign } from './mint.ts';
import type { CreateApiKeyBody } from './schemas.ts';

/** `POST /api-keys`: mints a key and shows its secret, once. */
export async function createApiKey(
  request: ApiRequest<unknown, CreateApiKeyBody>,
  deps: ApiKeyDependencies,
): Promise<ApiResponse> {
  const { clock } = deps;
  const caller = await toCaller(callerOf(request), deps);
  return mintOnce(request, deps, {
    operationId: 'createApiKey',
    caller,
    authorize: (made) => refuseForeign(made, caller),
    answerOf: recordAnswer(201, clock.now, ({ id }) => `${request.url}/${id}`),
    mint: (remember) => {
      const asked = readKeyRequest(request.body, caller.userId, deps);
      return mintKey(asked, caller, originOf(request), deps, { remember });
    },
  });
}

function readKeyRequest(
  body: CreateApiKeyBody,
  callerId: string,
  { clock, settings }: ApiKeyDependencies,
): KeyRequest {
  const expiresAt = readExpiry(body, clock.now()) ?? null;
  checkKeyPolicy(expiresAt, settings.keyPolicy, clock.now());
  return {
    name: body.name,
    description: body.description ?? '',
    userId: normalizeUserId(body.userId ?? callerId),
    type: body.type ?? 'end-user',
    scopes: body.scopes ?? null,
    accessRights: body.accessRights ?? null,
    rateLimitTier: body.rateLimitTier ?? settings.defaultRateLimitTier,
    allowedIps: body.allowedIps ?? null,
    metadata: body.metadata ?? {},
    expiresAt,
  };
}
