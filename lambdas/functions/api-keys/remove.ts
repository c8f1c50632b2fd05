import { deleteKey } from '../../domain/keys/lifecycle.ts';
import { checkIfMatch } from '../../gateway/if-match.ts';
import { noContent, operation } from '../../gateway/operation.ts';
import { callerOf, originOf } from '../../gateway/request.ts';
import { untilSettled } from '../../store/transaction.ts';
import { momentOf } from '../moment.ts';
import { findVisibleKey } from '../visible-key.ts';
import { requireSelfOrManage, toCaller } from './access.ts';
import type { ApiKeyDependencies } from './dependencies.ts';

export const deleteApiKey = operation(
  'deleteApiKey',
  {
    summary: 'Delete an API key for good',
    description: 'The next call with the key is refused with 401 `API_KEY_INVALID`. Its audit events stay.',
    tag: 'API keys',
    success: noContent,
    problems: ['INSUFFICIENT_PERMISSIONS'],
    changes: true,
  },
  async (request, deps: ApiKeyDependencies) => {
    const { keys } = deps;
    const caller = await toCaller(callerOf(request), deps);
    await untilSettled(deps, async () => {
      const key = await findVisibleKey(request.pathParameters['id'], caller, deps.keys);
      checkIfMatch(request.ifMatch, key.version);
      requireSelfOrManage(caller, key);
      const event = deleteKey(key, originOf(request), momentOf(deps));
      const outcome = await keys.remove([{ key, event }]);
      return outcome.kind === 'committed' ? true : undefined;
    });
    return { body: undefined };
  },
);
