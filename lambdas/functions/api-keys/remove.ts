import { deleteKey } from '../../domain/keys/lifecycle.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { type ApiRequest, callerOf, originOf } from '../../gateway/request.ts';
import { settle } from '../settle.ts';
import { requireSelfOrManage, toCaller } from './access.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { ApiKeyDependencies } from './dependencies.ts';

/** `DELETE /api-keys/{id}`: permanent, and effective for the very next call. */
export async function deleteApiKey(
  request: ApiRequest<unknown, unknown>,
  deps: ApiKeyDependencies,
): Promise<ApiResponse> {
  const { keys, clock, random } = deps;
  const caller = await toCaller(callerOf(request), deps);
  await settle(deps, request.ifMatch, async () => {
    const key = await findVisibleKey(request.pathParameters['id'], caller, deps.keys);
    checkIfMatch(request.ifMatch, key.version);
    requireSelfOrManage(caller, key);
    const event = deleteKey(key, originOf(request), { now: clock.now(), eventId: random.uuid() });
    const outcome = await keys.remove([{ key, event }]);
    return outcome.kind === 'committed' ? true : undefined;
  });
  return { status: 204 };
}
