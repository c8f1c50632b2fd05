import { checkKeyPolicy, readTimestamp } from '../../domain/keys/expiry.ts';
import { invalid } from '../../domain/problem.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { type ApiRequest, callerOf, originOf } from '../../gateway/request.ts';
import { toCaller } from './access.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { mintKey } from './mint.ts';
import type { CreateApiTokenBody } from './schemas.ts';

/** The longest life of a token in metaVault. */
const maxLifetimeDays = 366;

/** `POST /apitokens`: the request of metaVault's API, over the same use case as `POST /api-keys`. */
export async function createApiToken(
  request: ApiRequest<unknown, CreateApiTokenBody>,
  deps: ApiKeyDependencies,
): Promise<ApiResponse> {
  const { clock, settings } = deps;
  const { name, expiry, isAdmin = false, accessRights } = request.body;
  if (isAdmin && accessRights !== undefined && Object.keys(accessRights).length > 0) {
    throw invalid('accessRights', 'An administrator key has all access rights of its user');
  }
  const caller = await toCaller(callerOf(request), deps);
  const expiresAt = readTimestamp(expiry, clock.now(), 'expiry');
  const days = Math.min(settings.keyPolicy.maxLifetimeDays ?? maxLifetimeDays, maxLifetimeDays);
  checkKeyPolicy(expiresAt, { requireExpiry: true, maxLifetimeDays: days }, clock.now(), 'expiry');
  const asked = {
    name,
    description: '',
    userId: caller.userId,
    type: isAdmin ? 'admin' : 'end-user',
    scopes: null,
    accessRights: isAdmin ? null : (accessRights ?? {}),
    rateLimitTier: settings.defaultRateLimitTier,
    allowedIps: null,
    metadata: {},
    expiresAt,
  } as const;
  const { key, plaintext } = await mintKey(asked, caller, originOf(request), deps);
  return {
    status: 200,
    body: {
      token: plaintext,
      tokenPrefix: key.keyPrefix,
      id: key.id,
      name: key.name,
      expiry: new Date(expiresAt).toISOString(),
      creationDate: new Date(key.createdAt).toISOString(),
      isAdmin,
      accessRights: key.accessRights,
    },
  };
}
