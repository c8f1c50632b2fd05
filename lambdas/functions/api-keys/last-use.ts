import { isApiKeyId } from '../../domain/keys/api-key-id.ts';
import type { ApiKey } from '../../domain/keys/api-key.ts';
import { type KeyUse, laterOf } from '../../domain/usage/last-use.ts';
import { describeError, logWarning } from '../../log.ts';
import type { KeyNeeds } from '../../domain/usage/key-needs.ts';
import type { ApiKeyDependencies } from './dependencies.ts';

/** A key, and what the Usage table tells of it. */
export interface UsedApiKey extends ApiKey {
  /** When the retiring secret was used last, epoch milliseconds; null where that is not known. */
  readonly retiringUsedAt: number | null;
  /** What its calls needed; null where that is not known. */
  readonly needs: KeyNeeds | null;
}

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
): Promise<KeyUse | undefined> {
  if (!isApiKeyId(id)) return undefined;
  try {
    return (await readLastUses([id], AbortSignal.timeout(patienceMs))).get(id);
  } catch (error) {
    logWarning('A change is answered without the last use of its key', { error: describeError(error) });
    return undefined;
  }
}

/** The key with its last use: noted in the Usage table, or in its record by an earlier version, whichever is later. */
export function withLastUse(key: ApiKey, use: KeyUse | undefined): UsedApiKey {
  const { retiringPrefix } = key;
  return {
    ...key,
    lastUsedAt: laterOf(key.lastUsedAt, use?.usedAtMs ?? null),
    retiringUsedAt: retiringPrefix === null ? null : (use?.byPrefix.get(retiringPrefix) ?? null),
    needs: use?.needs ?? null,
  };
}
