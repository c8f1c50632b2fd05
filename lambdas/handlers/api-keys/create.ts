import { checkKeyPolicy, readExpiry } from '../../domain/expiry.ts';
import { isManager, refuseGift, refuseKeyWithoutManage } from '../../domain/giving.ts';
import { createKey } from '../../domain/lifecycle.ts';
import { unitePermissions } from '../../domain/permissions.ts';
import { Problem } from '../../domain/problem.ts';
import { mintSecret } from '../../domain/secret.ts';
import { normalizeUserId, type User } from '../../domain/user.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { type ApiRequest, callerOf, originOf } from '../../gateway/request.ts';
import { untilSettled } from '../../store/transaction.ts';
import { rateLimitOf, reachOf, toCaller } from './access.ts';
import { checkCredentialSize } from './credential-size.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { presentApiKey, versionHeaders } from './present.ts';
import type { CreateApiKeyBody } from './schemas.ts';

/** `POST /api-keys`: mints a key and shows its secret, once. */
export async function createApiKey(
  request: ApiRequest<unknown, CreateApiKeyBody>,
  deps: ApiKeyDependencies,
): Promise<ApiResponse> {
  const { keys, clock, random, settings } = deps;
  const { body } = request;
  const caller = await toCaller(callerOf(request), deps);
  const userId = normalizeUserId(body.userId ?? caller.userId);
  const expiresAt = readExpiry(body, clock.now()) ?? null;
  checkKeyPolicy(expiresAt, settings.keyPolicy, clock.now());
  const refusal = refuseKeyWithoutManage(caller);
  if (refusal !== null) throw refusal;
  if (userId !== caller.userId && !isManager(caller)) {
    throw new Problem('INSUFFICIENT_PERMISSIONS', { missingScopes: ['api-keys:manage'] });
  }
  const fresh = {
    name: body.name,
    description: body.description ?? '',
    type: body.type ?? 'end-user',
    scopes: body.scopes ?? null,
    accessRights: body.accessRights ?? null,
    rateLimitTier: body.rateLimitTier ?? settings.defaultRateLimitTier,
    allowedIps: body.allowedIps ?? null,
    metadata: body.metadata ?? {},
    expiresAt,
    userId,
    createdBy: caller.userId,
    createdVia: caller.apiKeyId,
  } as const;
  checkCredentialSize(fresh);
  const user = await findTarget(userId, deps);
  const gift = {
    userId,
    userPermissions: unitePermissions(await deps.directory.getGrants(user.roles)),
    before: null,
    after: reachOf({ ...fresh, pausedBy: null }, deps),
    defaultRateLimit: rateLimitOf(settings.defaultRateLimitTier, settings),
  };
  const refused = refuseGift(caller, gift);
  if (refused !== null) throw refused;

  const { plaintext, hash, keyPrefix } = mintSecret(settings.prefix, random);
  const created = await untilSettled(async () => {
    const moment = { now: clock.now(), eventId: random.uuid() };
    const key = { ...fresh, id: random.uuid(), keyPrefix, secretHash: hash };
    const transition = createKey(key, originOf(request), moment);
    const outcome = await keys.create(transition);
    if (outcome.kind === 'committed') return transition.key;
    if (outcome.kind === 'contended') return undefined;
    if (outcome.by.includes('name')) throw new Problem('NAME_TAKEN');
    await findTarget(userId, deps);
    throw new Problem('CONFLICT', { cause: outcome });
  });
  if (created === undefined) {
    throw new Problem((await keys.isNameTaken(body.name)) ? 'NAME_TAKEN' : 'CONFLICT');
  }
  return {
    status: 201,
    body: { ...presentApiKey(created, clock.now()), key: plaintext },
    headers: { ...versionHeaders(created), Location: `${request.url}/${created.id}` },
  };
}

/** @throws Problem 400 where the user does not exist, is disabled, has no roles; 409 where they have the most keys */
async function findTarget(userId: string, { directory, settings }: ApiKeyDependencies): Promise<User> {
  const user = await directory.getUser(userId);
  if (user === null) throw new Problem('USER_UNKNOWN', { status: 400 });
  if (user.status !== 'active') throw new Problem('USER_DISABLED', { status: 400 });
  if (user.roles.length === 0) throw new Problem('USER_HAS_NO_ROLES', { status: 400 });
  if (user.keyCount >= settings.maxKeysPerUser) {
    throw new Problem('CONFLICT', {
      detail: `The user has ${settings.maxKeysPerUser} keys, the most allowed`,
    });
  }
  return user;
}
