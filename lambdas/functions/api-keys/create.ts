import type * as z from 'zod';
import { checkKeyPolicy, readExpiry } from '../../domain/keys/expiry.ts';
import type { Caller } from '../../domain/keys/giving.ts';
import { mintSecret } from '../../domain/keys/secret.ts';
import type { KeyWarning } from '../../domain/keys/warnings.ts';
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
    const warnings = await checkNewKey(asked, caller, deps);
    const secret = mintSecret(deps.settings.prefix, deps.random);
    const answer = await storeNewKey(asked, secret, { request, caller, attempt, warnings }, deps);
    return withSecret(answer, secret.plaintext);
  },
);

/**
 * The key that a body asks for.
 *
 * @throws Problem `INVALID` naming an expiry that no key can have
 */
export function readKeyRequest(
  body: z.output<ReturnType<typeof newApiKey>>,
  callerId: string,
  { clock, settings }: ApiKeyDependencies,
): KeyRequest {
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
    expiresAt: readExpiry(body, clock.now()) ?? null,
  };
}

/**
 * All that a new key has to pass before it is stored.
 *
 * @returns what its maker should know
 * @throws Problem as `checkGiving`, or 400 where the policy has it expire sooner
 */
export async function checkNewKey(
  asked: KeyRequest,
  caller: Caller,
  deps: ApiKeyDependencies,
): Promise<KeyWarning[]> {
  checkKeyPolicy(asked.expiresAt, deps.settings.keyPolicy, deps.clock.now());
  return checkGiving(asked, caller, deps);
}
