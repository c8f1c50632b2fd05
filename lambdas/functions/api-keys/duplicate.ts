import { checkKeyPolicy, readExpiry } from '../../domain/keys/expiry.ts';
import { mintSecret } from '../../domain/keys/secret.ts';
import { invalid, Problem } from '../../domain/problem.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf } from '../../gateway/request.ts';
import { findVisibleKey } from '../visible-key.ts';
import { toCaller } from './access.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { findReplay, nameAttempt, withSecret } from './first-answer.ts';
import { checkGiving, refuseForeign, storeNewKey, unfitTarget } from './new-key.ts';
import { apiKeyDuplication, mintedApiKey } from './schemas.ts';

export const duplicateApiKey = operation(
  'duplicateApiKey',
  {
    summary: 'Mint an API key with the fields of another',
    description:
      'Mints a key of its own, with the fields of another; only its name is new, and its expiry where that one has ' +
      'one. A paused key is not duplicated. `If-Match` is about the key to duplicate.',
    tag: 'API keys',
    body: apiKeyDuplication,
    success: success(201, mintedApiKey, 'ETag', 'Location'),
    problems: [...unfitTarget, 'INSUFFICIENT_PERMISSIONS', 'NAME_TAKEN'],
    changes: true,
    replays: true,
    example: { request: examples.duplication, answer: examples.duplicatedKey },
  },
  async (request, deps: ApiKeyDependencies) => {
    const caller = await toCaller(callerOf(request), deps);
    const attempt = nameAttempt(request, caller);
    const replay = await findReplay(attempt, caller, refuseForeign, deps);
    if (replay !== null) return replay;
    const { name, ...expiry } = request.body;
    const now = deps.clock.now();
    const expiresAt = readExpiry(expiry, now);
    const source = await findVisibleKey(request.pathParameters['id'], caller, deps.keys);
    checkIfMatch(request.ifMatch, source.version);
    if (expiresAt === undefined && source.expiresAt !== null) {
      throw invalid('expiresAt', 'The key to duplicate expires: give the new one an expiration');
    }
    checkKeyPolicy(expiresAt ?? null, deps.settings.keyPolicy, now);
    const { description, userId, type, scopes, accessRights, rateLimitTier, allowedIps, metadata } = source;
    const copied = { description, userId, type, scopes, accessRights, rateLimitTier, allowedIps, metadata };
    const asked = { name, ...copied, expiresAt: expiresAt ?? null };
    const warnings = await checkGiving(asked, caller, deps);
    if (source.pausedBy !== null) throw new Problem('CONFLICT', { detail: 'A paused key is not duplicated' });
    const secret = mintSecret(deps.settings.prefix, deps.random);
    const asking = { request, caller, attempt, warnings, action: 'api_key.duplicated' } as const;
    const answer = await storeNewKey(asked, secret, asking, deps);
    return withSecret(answer, secret.plaintext);
  },
);
