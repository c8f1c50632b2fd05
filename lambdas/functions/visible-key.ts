import type { ApiKey } from '../domain/keys/api-key.ts';
import { type Caller, isManager } from '../domain/keys/giving.ts';
import { Problem } from '../domain/problem.ts';
import type { ApiKeyReader } from '../store/api-key-reader.ts';

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @throws Problem `NOT_FOUND`, also for a key that the caller may not see, so that ids cannot be probed */
export async function findVisibleKey(
  id: string | undefined,
  caller: Pick<Caller, 'userId' | 'permissions'>,
  keys: Pick<ApiKeyReader, 'get'>,
): Promise<ApiKey> {
  const key = id !== undefined && idPattern.test(id) ? await keys.get(id) : null;
  if (key === null || (key.userId !== caller.userId && !isManager(caller))) throw new Problem('NOT_FOUND');
  return key;
}
