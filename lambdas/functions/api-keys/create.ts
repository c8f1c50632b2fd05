import type * as z from 'zod';
import { checkKeyPolicy, readExpiry } from '../../domain/keys/expiry.ts';
import { mintSecret } from '../../domain/keys/secret.ts';
import { normalizeUserId } from '../../domain/people/user.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf } from '../../gateway/request.ts';
import { toCaller } from './access.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { findReplay, nameAttempt, withSecret } from './first-answer.ts';
import { checkGiving, type KeyRequest, refuseForeign, storeNewKey, unfitTarget } from './new-key.ts';
import { mintedApiKey, newApiKey } from './schemas.ts';

export const createApiKey = operation(
  'createApiKey',
  (settings) => ({
    summary: 'Mint an API key',
    description:
      'Mints a key and shows its secret, this once. The key impersonates its user, and can do what the roles of that ' +
      'user grant, or less where it has `scopes` or `accessRights` of its own. A key for another user takes ' +
      '`api-keys:manage`. Nobody gives what they do not have.',
    tag: 'API keys',
    body: newApiKey(settings),
    success: success(201, mintedApiKey, 'ETag', 'Location'),
    problems: [...unfitTarget, 'INSUFFICIENT_PERMISSIONS', 'NAME_TAKEN', 'CONFLICT'],
    replays: true,
    example: { request: examples.newKey, answer: examples.mintedKey },
  }),
  async (request, deps: ApiKeyDependencies) => {
    const caller = await toCaller(callerOf(request), deps);
    const attempt = nameAttempt(request, caller);
    const replay = await findReplay(attempt, caller, refuseForeign, deps);
    if (replay !== null) return replay;
    const asked = readKeyRequest(request.body, caller.userId, deps);
    const warnings = await checkGiving(asked, caller, deps);
    const secret = mintSecret(deps.settings.prefix, deps.random);
    const answer = await storeNewKey(asked, secret, { request, caller, attempt, warnings }, deps);
    return withSecret(answer, secret.plaintext);
  },
);

function readKeyRequest(
  body: z.output<ReturnType<typeof newApiKey>>,
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
