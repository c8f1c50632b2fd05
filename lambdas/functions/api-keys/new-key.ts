import { newApiKeyId } from '../../domain/keys/api-key-id.ts';
import { type Caller, isManager } from '../../domain/keys/giving.ts';
import type { Attempt } from '../../domain/keys/idempotency.ts';
import { createKey, type NewApiKey } from '../../domain/keys/lifecycle.ts';
import type { MintedSecret } from '../../domain/keys/secret.ts';
import { type KeyWarning, warningsOf } from '../../domain/keys/warnings.ts';
import type { User } from '../../domain/people/user.ts';
import { Problem } from '../../domain/problem.ts';
import { type ApiRequest, originOf } from '../../gateway/request.ts';
import { untilSettled } from '../../store/transaction.ts';
import { momentOf } from '../moment.ts';
import { checkGift, reachOf } from './access.ts';
import { checkCredentialSize } from './credential-size.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import type { MintedAnswer } from './first-answer.ts';
import { answerWith } from './present.ts';

/** What a user can be refused a key for. */
export const unfitTarget = ['targetUnknown', 'targetDisabled', 'targetWithoutRoles'] as const;

export type KeyRequest = Omit<NewApiKey, 'id' | 'keyPrefix' | 'secretHash' | 'createdBy' | 'createdVia'>;

/** Comes before any look-up, so that nobody learns which users exist. */
export function refuseForeign(asked: Pick<KeyRequest, 'userId'>, caller: Caller): void {
  if (!mayAskFor(asked, caller)) {
    throw new Problem('INSUFFICIENT_PERMISSIONS', { missingScopes: ['api-keys:manage'] });
  }
}

/** A manager mints keys for anybody, a person for themselves, and a calling key without `api-keys:manage` none. */
export function mayAskFor({ userId }: Pick<KeyRequest, 'userId'>, caller: Caller): boolean {
  return isManager(caller) || (caller.via === 'jwt' && userId === caller.userId);
}

/**
 * @returns what their maker should know about the key
 * @throws Problem 403 where the caller would give what they do not have, 400 where the user cannot have a key,
 *   409 where they have as many as one can have
 */
export async function checkGiving(
  asked: KeyRequest,
  caller: Caller,
  deps: ApiKeyDependencies,
): Promise<KeyWarning[]> {
  refuseForeign(asked, caller);
  checkCredentialSize(asked);
  const user = await findTarget(asked.userId, deps);
  const after = reachOf({ ...asked, pausedBy: null }, deps);
  const gift = { userId: asked.userId, before: null, after, isSecretShown: true };
  return warningsOf(asked, await checkGift(caller, user, gift, deps));
}

/** Who asks for a key, by which request, and as which attempt. */
export interface Asking {
  readonly request: ApiRequest<unknown, unknown>;
  readonly caller: Caller;
  readonly attempt: Attempt | null;
  readonly warnings?: readonly KeyWarning[];
  readonly action?: 'api_key.created' | 'api_key.duplicated';
}

/**
 * Stores a new key, and its answer for retries of the attempt.
 *
 * @throws Problem `NAME_TAKEN`; `CONFLICT` where another attempt of the same name was faster; or what has become of the
 *   user meanwhile
 * @throws Busy
 */
export async function storeNewKey(
  asked: KeyRequest,
  { hash, keyPrefix }: Omit<MintedSecret, 'plaintext'>,
  { request, caller, attempt, warnings = [], action }: Asking,
  deps: ApiKeyDependencies,
): Promise<MintedAnswer> {
  const { keys, random } = deps;
  const by = { createdBy: caller.userId, createdVia: caller.apiKeyId };
  return await untilSettled(deps, async () => {
    const fresh = { ...asked, ...by, id: newApiKeyId(random), keyPrefix, secretHash: hash };
    const moment = momentOf(deps);
    const transition = createKey(fresh, originOf(request), moment, action);
    const { body: record, headers } = answerWith(transition.key, moment.now);
    const body = warnings.length === 0 ? record : { ...record, warnings };
    const answer = { body, headers: { ...headers, Location: `${request.root}/v1/api-keys/${fresh.id}` } };
    const outcome = await keys.create(transition, attempt === null ? null : { ...attempt, ...answer });
    if (outcome.kind === 'committed') return answer;
    if (outcome.by.includes('first answer')) throw new Problem('CONFLICT');
    if (outcome.by.includes('name')) throw new Problem('NAME_TAKEN');
    await findTarget(asked.userId, deps);
    return undefined;
  });
}

async function findTarget(userId: string, { directory, settings }: ApiKeyDependencies): Promise<User> {
  const user = await directory.getUser(userId);
  if (user === null) throw new Problem('targetUnknown');
  if (user.status !== 'active') throw new Problem('targetDisabled');
  if (user.roles.length === 0) throw new Problem('targetWithoutRoles');
  if (user.keyCount >= settings.maxKeysPerUser) {
    throw new Problem('CONFLICT', {
      detail: `The user has ${settings.maxKeysPerUser} keys, the most allowed`,
    });
  }
  return user;
}
