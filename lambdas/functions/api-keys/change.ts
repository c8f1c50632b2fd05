import type * as z from 'zod';
import type { ApiKey, ApiKeyFields } from '../../domain/keys/api-key.ts';
import { checkKeyPolicy, readEarlierEnd, readExpiry } from '../../domain/keys/expiry.ts';
import { type Caller, isManager } from '../../domain/keys/giving.ts';
import { type ApiKeyChange, changeKey, type Transition } from '../../domain/keys/lifecycle.ts';
import { Problem } from '../../domain/problem.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { operation, success } from '../../gateway/operation.ts';
import { type ApiRequest, callerOf, originOf } from '../../gateway/request.ts';
import { untilSettled } from '../../store/transaction.ts';
import { momentOf } from '../moment.ts';
import { checkGift, reachOf, requireManageOfKeys, requireSelfOrManage, toCaller } from './access.ts';
import { checkCredentialSize } from './credential-size.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { lastUseInTime, withLastUse } from './last-use.ts';
import { answerWith } from './present.ts';
import { apiKey, apiKeyChanges } from './schemas.ts';

/** What is to be changed on a key that was just read. */
type Change = (key: ApiKey, caller: Caller) => ApiKeyChange;

export const updateApiKey = operation(
  'updateApiKey',
  (settings) => ({
    summary: 'Change an API key',
    description:
      'Changes the fields that are given, and no other; arrays and objects are replaced whole. A change that widens ' +
      'what the key can do takes permissions that the caller has. Extending the expiry of an expired key revives it.',
    tag: 'API keys',
    body: apiKeyChanges(settings),
    success: success(200, apiKey, 'ETag'),
    problems: ['INSUFFICIENT_PERMISSIONS', 'NAME_TAKEN'],
    changes: true,
    example: { request: examples.keyChanges, answer: examples.changedKey },
  }),
  (request, deps: ApiKeyDependencies) => applyChange(request, deps, changeAsked(request.body, deps)),
);

export const pauseApiKey = operation(
  'pauseApiKey',
  {
    summary: 'Pause an API key',
    description: 'The next call with the key is refused with 401 `API_KEY_PAUSED`, until it is resumed.',
    tag: 'API keys',
    success: success(200, apiKey, 'ETag'),
    problems: ['INSUFFICIENT_PERMISSIONS'],
    changes: true,
    example: { answer: examples.pausedKey },
  },
  (request, deps: ApiKeyDependencies) => applyChange(request, deps, pauseByAnyone),
);

export const resumeApiKey = operation(
  'resumeApiKey',
  {
    summary: 'Resume a paused API key',
    description:
      'Resuming is giving: it takes permissions that cover what the key can do. A key that another than its owner has ' +
      'paused is resumed by those with `api-keys:manage`.',
    tag: 'API keys',
    success: success(200, apiKey, 'ETag'),
    problems: ['INSUFFICIENT_PERMISSIONS'],
    changes: true,
    example: { answer: examples.key },
  },
  (request, deps: ApiKeyDependencies) =>
    applyChange(request, deps, (key, caller) => {
      requireManageOfKeys(caller);
      return resume(key, caller);
    }),
);

/**
 * The change that a body asks for.
 *
 * @throws Problem `INVALID` naming an expiry that no key can have
 */
export function changeAsked(
  body: z.output<ReturnType<typeof apiKeyChanges>>,
  { clock, settings }: ApiKeyDependencies,
): Change {
  const { expiresAt: _, expiresIn: __, status, rotationEndsAt, ...fields } = body;
  const now = clock.now();
  const expiresAt = readExpiry(body, now);
  if (status === 'paused' && Object.keys(body).length === 1) return pauseByAnyone;
  return (key, caller) => {
    if (expiresAt !== undefined) checkKeyPolicy(expiresAt, settings.keyPolicy, now);
    requireManageOfKeys(caller);
    return {
      ...fields,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(rotationEndsAt === undefined
        ? {}
        : { rotationEndsAt: readEarlierEnd(rotationEndsAt, key.rotationEndsAt, now) }),
      ...(status === undefined ? {} : status === 'paused' ? pause(key, caller) : resume(key, caller)),
    };
  };
}

function pauseByAnyone(key: ApiKey, caller: Caller): Partial<ApiKeyFields> {
  requireSelfOrManage(caller, key);
  return pause(key, caller);
}

/** A manager's pause replaces that of the owner, who then cannot lift it. */
function pause({ pausedBy, userId }: ApiKey, caller: Caller): Partial<ApiKeyFields> {
  const isOwners = pausedBy === null || pausedBy === userId;
  return { pausedBy: isOwners && (pausedBy === null || isManager(caller)) ? caller.userId : pausedBy };
}

/** Only a manager resumes what another than the owner has paused. */
function resume(key: ApiKey, caller: Caller): Partial<ApiKeyFields> {
  if (key.pausedBy !== null && key.pausedBy !== key.userId && !isManager(caller)) {
    throw new Problem('INSUFFICIENT_PERMISSIONS', { missingScopes: ['api-keys:manage'] });
  }
  return { pausedBy: null };
}

/** Makes the change and stores it. Where somebody was faster it tries again. */
async function applyChange(
  request: ApiRequest<unknown, unknown>,
  deps: ApiKeyDependencies,
  changeOf: Change,
) {
  const { keys, clock } = deps;
  const lastUse = lastUseInTime(request.pathParameters['id'], deps);
  const caller = await toCaller(callerOf(request), deps);
  const changed = await untilSettled(deps, async () => {
    const key = await findVisibleKey(request.pathParameters['id'], caller, deps.keys);
    checkIfMatch(request.ifMatch, key.version);
    const transition = await planChange({ key, caller, request }, changeOf, deps);
    if (transition === null) return key;
    const outcome = await keys.update(key, transition);
    if (outcome.kind === 'committed') return transition.key;
    if (outcome.kind === 'refused' && outcome.by.includes('name') && !outcome.by.includes('record')) {
      throw new Problem('NAME_TAKEN');
    }
    return undefined;
  });
  return answerWith(withLastUse(changed, await lastUse), clock.now());
}

/** A key that was just read, and who changes it by which request. */
interface Changing {
  readonly key: ApiKey;
  readonly caller: Caller;
  readonly request: ApiRequest<unknown, unknown>;
}

/**
 * The state that a change leads to; null where it changes nothing.
 *
 * @throws Problem where the caller may not make the change
 */
export async function planChange(
  { key, caller, request }: Changing,
  changeOf: Change,
  deps: ApiKeyDependencies,
): Promise<Transition | null> {
  const change = changeOf(key, caller);
  await checkGiving(caller, key, change, deps);
  return changeKey(key, change, originOf(request), momentOf(deps));
}

async function checkGiving(caller: Caller, key: ApiKey, change: ApiKeyChange, deps: ApiKeyDependencies) {
  const changed = { ...key, ...change };
  if (change.scopes !== undefined || change.accessRights !== undefined || change.allowedIps !== undefined) {
    checkCredentialSize(changed);
  }
  const [before, after] = [reachOf(key, deps), reachOf(changed, deps)];
  const user = await deps.directory.getUser(key.userId);
  await checkGift(caller, user, { userId: key.userId, before, after, isSecretShown: false }, deps);
}
