import { isApiKeyId } from '../../domain/keys/api-key-id.ts';
import type { ApiKey } from '../../domain/keys/api-key.ts';
import { laterOf } from '../../domain/usage/last-use.ts';
import { describeError, logWarning } from '../../log.ts';
import type { ApiKeyDependencies } from './dependencies.ts';

/** How long the answer of a change waits for it. */
const patienceMs = 500;

/**
 * When a key was used last, for the answer of a change: what is not there in time, or at all, counts as undefined, since
 * usage must neither hold up nor refuse a pause or a rotation.
 *
 * @param id as the path has it
 */
export async function lastUseInTime(
  id: string | undefined,
  { readLastUses }: Pick<ApiKeyDependencies, 'readLastUses'>,
): Promise<number | undefined> {
  if (!isApiKeyId(id)) return undefined;
  try {
    return (await readLastUses([id], AbortSignal.timeout(patienceMs))).get(id);
  } catch (error) {
    logWarning('A change is answered without the last use of its key', { error: describeError(error) });
    return undefined;
  }
}

/** The key with its last use: noted in the Usage table, or in its record by an earlier version, whichever is later. */
export function withLastUse(key: ApiKey, usedAtMs: number | undefined): ApiKey {
  return { ...key, lastUsedAt: laterOf(key.lastUsedAt, usedAtMs ?? null) };
}
