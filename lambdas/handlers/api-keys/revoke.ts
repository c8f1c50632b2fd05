import { deleteKey } from '../../domain/lifecycle.ts';
import { Problem } from '../../domain/problem.ts';
import { normalizeUserId } from '../../domain/user.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { type ApiRequest, originOf } from '../../gateway/request.ts';
import { maxKeysPerRemoval } from '../../store/api-keys.ts';
import { untilSettled } from '../../store/transaction.ts';
import type { ApiKeyDependencies } from './dependencies.ts';

/**
 * `POST /users/{userId}/revoke-keys`: deletes all keys of a user, with one audit event each. Keys that are minted
 * meanwhile may survive; disable the user first where that matters.
 */
export async function revokeUserKeys(
  request: ApiRequest<unknown, unknown>,
  deps: ApiKeyDependencies,
): Promise<ApiResponse> {
  const { keys, directory, clock, random } = deps;
  const userId = normalizeUserId(request.pathParameters['userId'] ?? '');
  const user = userId.length <= 256 && userId !== '' ? await directory.getUser(userId) : null;
  if (user === null) throw new Problem('NOT_FOUND');
  const ids = await keys.idsOfUser(userId);
  let revoked = 0;
  for (let at = 0; at < ids.length; at += maxKeysPerRemoval) {
    const removed = await untilSettled(async () => {
      const found = await Promise.all(ids.slice(at, at + maxKeysPerRemoval).map((id) => keys.get(id)));
      const removals = found
        .filter((key) => key !== null)
        .map((key) => ({
          key,
          event: deleteKey(key, originOf(request), { now: clock.now(), eventId: random.uuid() }),
        }));
      if (removals.length === 0) return 0;
      const outcome = await keys.remove(removals);
      return outcome.kind === 'committed' ? removals.length : undefined;
    });
    if (removed === undefined) throw new Problem('CONFLICT');
    revoked += removed;
  }
  return { status: 200, body: { revoked } };
}
