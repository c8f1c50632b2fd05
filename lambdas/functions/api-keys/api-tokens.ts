import { checkKeyPolicy, readTimestamp } from '../../domain/keys/expiry.ts';
import { mintSecret } from '../../domain/keys/secret.ts';
import { invalid } from '../../domain/problem.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf } from '../../gateway/request.ts';
import { toCaller } from './access.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { checkGiving, storeNewKey, unfitTarget } from './new-key.ts';
import { timestamp } from './present.ts';
import { apiToken, newApiToken } from './schemas.ts';

const maxLifetimeDays = 366;

/** Over the same use case as `createApiKey`, with the request and the answer of metaVault's API. */
export const createApiToken = operation(
  'createApiToken',
  {
    summary: 'Mint an API key for the calling administrator',
    description:
      'A short form of `createApiKey`, for tools that ask for API tokens in this shape: the key is for the caller, ' +
      'expires within 366 days, and is of type `admin` or has the access rights given. Administrators only.',
    tag: 'API keys',
    body: newApiToken,
    success: success(200, apiToken),
    problems: [...unfitTarget, 'NAME_TAKEN', 'CONFLICT'],
    example: { request: examples.newToken, answer: examples.token },
  },
  async (request, deps: ApiKeyDependencies) => {
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
    await checkGiving(asked, caller, deps);
    const { plaintext, ...secret } = mintSecret(settings.prefix, deps.random);
    const { body } = await storeNewKey(asked, secret, { request, caller, attempt: null }, deps);
    return {
      body: {
        token: plaintext,
        tokenPrefix: body.keyPrefix,
        id: body.id,
        name: body.name,
        expiry: timestamp(expiresAt),
        creationDate: body.createdAt,
        isAdmin,
        accessRights: body.accessRights,
      },
    };
  },
);
