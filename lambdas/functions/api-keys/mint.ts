import type { Origin } from '../../domain/audit/audit.ts';
import { type Caller, isManager, refuseGift, refuseKeyWithoutManage } from '../../domain/keys/giving.ts';
import { createKey, type NewApiKey } from '../../domain/keys/lifecycle.ts';
import { unitePermissions } from '../../domain/permissions/permissions.ts';
import { Problem } from '../../domain/problem.ts';
import { mintSecret } from '../../domain/keys/secret.ts';
import type { User } from '../../domain/people/user.ts';
import { untilSettled } from '../../store/transaction.ts';
import { defaultRateLimit, reachOf } from './access.ts';
import { checkCredentialSize } from './credential-size.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import type { MintedSecret, Remember } from './idempotent.ts';

/** A key as somebody asks for it. */
export type KeyRequest = Omit<NewApiKey, 'id' | 'keyPrefix' | 'secretHash' | 'createdBy' | 'createdVia'>;

interface MintOptions {
  readonly action?: 'api_key.created' | 'api_key.duplicated';
  /** Throws where the caller may, but the state forbids: asked after the rules of giving. */
  readonly refuse?: () => void;
  /** What is stored with the key, for retries. */
  readonly remember?: Remember;
}

/**
 * Mints a key: the one use case behind every route that makes one.
 *
 * @throws Problem 403 where the caller would give what they do not have, 400 where the user cannot have a key,
 *   `NAME_TAKEN`, `CONFLICT`
 */
export async function mintKey(
  asked: KeyRequest,
  caller: Caller,
  origin: Origin,
  deps: ApiKeyDependencies,
  { action = 'api_key.created', refuse = () => {}, remember = () => null }: MintOptions = {},
): Promise<MintedSecret> {
  const { keys, clock, random, settings } = deps;
  refuseForeign(asked, caller);
  checkCredentialSize(asked);
  const user = await findTarget(asked.userId, deps);
  const refused = refuseGift(caller, {
    userId: asked.userId,
    userPermissions: unitePermissions(await deps.directory.getGrants(user.roles)),
    before: null,
    isSecretShown: true,
    after: reachOf({ ...asked, pausedBy: null }, deps),
    defaultRateLimit: defaultRateLimit(deps),
  });
  if (refused !== null) throw refused;
  refuse();

  const { plaintext, hash, keyPrefix } = mintSecret(settings.prefix, random);
  const created = await untilSettled(deps, async () => {
    const fresh: NewApiKey = {
      ...asked,
      id: random.uuid(),
      keyPrefix,
      secretHash: hash,
      createdBy: caller.userId,
      createdVia: caller.apiKeyId,
    };
    const transition = createKey(fresh, origin, { now: clock.now(), eventId: random.uuid() }, action);
    const outcome = await keys.create(transition, remember(transition.key));
    if (outcome.kind === 'committed') return transition.key;
    if (outcome.kind === 'contended') return undefined;
    if (outcome.by.includes('first answer')) throw new Problem('CONFLICT');
    if (outcome.by.includes('name')) throw new Problem('NAME_TAKEN');
    await findTarget(asked.userId, deps);
    return undefined;
  });
  if (created === undefined) {
    throw new Problem((await keys.isNameTaken(asked.name)) ? 'NAME_TAKEN' : 'CONFLICT');
  }
  return { key: created, plaintext };
}

/** Before any look-up, so that nobody learns which users exist. */
export function refuseForeign({ userId }: Pick<KeyRequest, 'userId'>, caller: Caller): void {
  const refusal = refuseKeyWithoutManage(caller);
  if (refusal !== null) throw refusal;
  if (userId !== caller.userId && !isManager(caller)) {
    throw new Problem('INSUFFICIENT_PERMISSIONS', { missingScopes: ['api-keys:manage'] });
  }
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
