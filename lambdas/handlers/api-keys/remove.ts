import { deleteKey } from '../../domain/lifecycle.ts';
import { Problem } from '../../domain/problem.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { type ApiRequest, callerOf, originOf } from '../../gateway/request.ts';
import { untilSettled } from '../../store/transaction.ts';
import { findVisibleKey, requireSelfOrManage, toCaller } from './access.ts';
import type { ApiKeyDependencies } from './dependencies.ts';

/** `DELETE /api-keys/{id}`: permanent, and effective for the very next call. */
export async function deleteApiKey(
  request: ApiRequest<unknown, unknown>,
  deps: ApiKeyDependencies,
): Promise<ApiResponse> {
  const { keys, clock, random } = deps;
  const caller = await toCaller(callerOf(request), deps);
  const done = await untilSettled(async () => {
    const key = await findVisibleKey(request.pathParameters['id'], caller, deps);
    checkIfMatch(request.ifMatch, key.version);
    requireSelfOrManage(caller, key);
    const event = deleteKey(key, originOf(request), { now: clock.now(), eventId: random.uuid() });
    const outcome = await keys.remove(key, event);
    return outcome.kind === 'committed' ? true : undefined;
  });
  if (done === undefined) throw new Problem(request.ifMatch === null ? 'CONFLICT' : 'PRECONDITION_FAILED');
  return { status: 204 };
}
