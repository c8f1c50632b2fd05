import type { ApiKey, ApiKeyFields } from '../../domain/keys/api-key.ts';
import { checkKeyPolicy, readEarlierEnd, readExpiry } from '../../domain/keys/expiry.ts';
import { type Caller, isManager, refuseGift, refuseKeyWithoutManage } from '../../domain/keys/giving.ts';
import { type ApiKeyChange, changeKey } from '../../domain/keys/lifecycle.ts';
import { unitePermissions } from '../../domain/permissions/permissions.ts';
import { Problem } from '../../domain/problem.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { type ApiRequest, callerOf, originOf } from '../../gateway/request.ts';
import { settle } from '../settle.ts';
import { defaultRateLimit, reachOf, requireSelfOrManage, toCaller } from './access.ts';
import { checkCredentialSize } from './credential-size.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { presentApiKey, versionHeaders } from './present.ts';
import type { PatchApiKeyBody } from './schemas.ts';

type Change = (key: ApiKey, caller: Caller) => ApiKeyChange;

/** `PATCH /api-keys/{id}`: changes the fields given, and no other. */
export async function updateApiKey(
  request: ApiRequest<unknown, PatchApiKeyBody>,
  deps: ApiKeyDependencies,
): Promise<ApiResponse> {
  const { expiresAt: _, expiresIn: __, status, rotationEndsAt, ...fields } = request.body;
  const now = deps.clock.now();
  const expiresAt = readExpiry(request.body, now);
  if (status === 'paused' && Object.keys(request.body).length === 1) return pauseApiKey(request, deps);
  return applyChange(request, deps, (key, caller) => {
    if (expiresAt !== undefined) checkKeyPolicy(expiresAt, deps.settings.keyPolicy, now);
    const refusal = refuseKeyWithoutManage(caller);
    if (refusal !== null) throw refusal;
    return {
      ...fields,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(rotationEndsAt === undefined
        ? {}
        : { rotationEndsAt: readEarlierEnd(rotationEndsAt, key.rotationEndsAt, now) }),
      ...(status === undefined ? {} : status === 'paused' ? pause(key, caller) : resume(key, caller)),
    };
  });
}

/** `POST /api-keys/{id}/pause`: the next call with the key is refused. */
export function pauseApiKey(
  request: ApiRequest<unknown, unknown>,
  deps: ApiKeyDependencies,
): Promise<ApiResponse> {
  return applyChange(request, deps, (key, caller) => {
    requireSelfOrManage(caller, key);
    return pause(key, caller);
  });
}

/** `POST /api-keys/{id}/resume`. */
export function resumeApiKey(
  request: ApiRequest<unknown, unknown>,
  deps: ApiKeyDependencies,
): Promise<ApiResponse> {
  return applyChange(request, deps, (key, caller) => {
    const refusal = refuseKeyWithoutManage(caller);
    if (refusal !== null) throw refusal;
    return resume(key, caller);
  });
}

/** A manager's pause holds even where the owner has paused before: the owner shall not lift it. */
function pause({ pausedBy, userId }: ApiKey, caller: Caller): Partial<ApiKeyFields> {
  const isOwners = pausedBy === null || pausedBy === userId;
  return { pausedBy: isOwners && (pausedBy === null || isManager(caller)) ? caller.userId : pausedBy };
}

/** A key that another than its owner paused is resumed only by a manager. */
function resume(key: ApiKey, caller: Caller): Partial<ApiKeyFields> {
  if (key.pausedBy !== null && key.pausedBy !== key.userId && !isManager(caller)) {
    throw new Problem('INSUFFICIENT_PERMISSIONS', { missingScopes: ['api-keys:manage'] });
  }
  return { pausedBy: null };
}

/**
 * Reads the key, makes the change and stores it if nobody was faster; else reads anew and tries again for up to
 * a second, unless the caller named the version that they meant.
 */
async function applyChange(
  request: ApiRequest<unknown, unknown>,
  deps: ApiKeyDependencies,
  changeOf: Change,
): Promise<ApiResponse> {
  const { keys, clock, random } = deps;
  const caller = await toCaller(callerOf(request), deps);
  const changed = await settle(deps, request.ifMatch, async () => {
    const key = await findVisibleKey(request.pathParameters['id'], caller, deps.keys);
    checkIfMatch(request.ifMatch, key.version);
    const change = changeOf(key, caller);
    await checkGiving(caller, key, change, deps);
    const moment = { now: clock.now(), eventId: random.uuid() };
    const transition = changeKey(key, change, originOf(request), moment);
    if (transition === null) return key;
    const outcome = await keys.update(key, transition);
    if (outcome.kind === 'committed') return transition.key;
    if (outcome.kind === 'refused' && outcome.by.includes('name') && !outcome.by.includes('record')) {
      throw new Problem('NAME_TAKEN');
    }
    return undefined;
  });
  return { status: 200, body: presentApiKey(changed, clock.now()), headers: versionHeaders(changed) };
}

async function checkGiving(
  caller: Caller,
  key: ApiKey,
  change: ApiKeyChange,
  deps: ApiKeyDependencies,
): Promise<void> {
  const after = { ...key, ...change };
  if (change.scopes !== undefined || change.accessRights !== undefined || change.allowedIps !== undefined) {
    checkCredentialSize(after);
  }
  const user = await deps.directory.getUser(key.userId);
  const refused = refuseGift(caller, {
    userId: key.userId,
    userPermissions: unitePermissions(await deps.directory.getGrants(user?.roles ?? [])),
    before: reachOf(key, deps),
    isSecretShown: false,
    after: reachOf(after, deps),
    defaultRateLimit: defaultRateLimit(deps),
  });
  if (refused !== null) throw refused;
}
