import { checkKeyPolicy, readExpiry } from '../../domain/expiry.ts';
import { normalizeUserId } from '../../domain/user.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { type ApiRequest, callerOf, originOf } from '../../gateway/request.ts';
import { toCaller } from './access.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { mintKey } from './mint.ts';
import { presentApiKey, versionHeaders } from './present.ts';
import type { CreateApiKeyBody } from './schemas.ts';

/** `POST /api-keys`: mints a key and shows its secret, once. */
export async function createApiKey(
  request: ApiRequest<unknown, CreateApiKeyBody>,
  deps: ApiKeyDependencies,
): Promise<ApiResponse> {
  const { clock, settings } = deps;
  const { body } = request;
  const caller = await toCaller(callerOf(request), deps);
  const expiresAt = readExpiry(body, clock.now()) ?? null;
  checkKeyPolicy(expiresAt, settings.keyPolicy, clock.now());
  const asked = {
    name: body.name,
    description: body.description ?? '',
    userId: normalizeUserId(body.userId ?? caller.userId),
    type: body.type ?? 'end-user',
    scopes: body.scopes ?? null,
    accessRights: body.accessRights ?? null,
    rateLimitTier: body.rateLimitTier ?? settings.defaultRateLimitTier,
    allowedIps: body.allowedIps ?? null,
    metadata: body.metadata ?? {},
    expiresAt,
  };
  const { key, plaintext } = await mintKey(asked, caller, originOf(request), deps);
  return {
    status: 201,
    body: { ...presentApiKey(key, clock.now()), key: plaintext },
    headers: { ...versionHeaders(key), Location: `${request.url}/${key.id}` },
  };
}
