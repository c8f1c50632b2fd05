import type { ApiKey } from '../domain/keys/api-key.ts';
import { isApiKeyId } from '../domain/keys/api-key-id.ts';
import { type Caller, isManager } from '../domain/keys/giving.ts';
import { Problem } from '../domain/problem.ts';
import type { ApiKeyReader } from '../store/api-key-reader.ts';

/**
 * The key that a path names, for its owner or a manager.
 *
 * @throws Problem `NOT_FOUND`, also for a key that the caller may not see, so that ids cannot be probed
 */
export async function findVisibleKey(
  id: string | undefined,
  caller: Pick<Caller, 'userId' | 'permissions'>,
  keys: Pick<ApiKeyReader, 'get'>,
): Promise<ApiKey> {
  const key = isApiKeyId(id) ? await keys.get(id) : null;
  if (key === null || (key.userId !== caller.userId && !isManager(caller))) throw new Problem('NOT_FOUND');
  return key;
}
