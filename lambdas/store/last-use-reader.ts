import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { lastUseKey } from '../contract/last-use-item.ts';
import type { ApiKeyId } from '../contract/brands.ts';
import type { KeyUse } from '../domain/usage/last-use.ts';
import { Problem } from '../domain/problem.ts';
import type { UsageTable } from './client.ts';
import { lastUseIn } from './last-use-item.ts';
import { type Pacing, untilSettled } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';

/**
 * When keys were used last; keys that were not, or not since it is noted here, are left out. Trails
 * what is noted by a moment, as that trails the calls.
 *
 * @param apiKeyIds different ones, 100 at most (BatchGetItem)
 * @param signal ends the reading, which is then an error
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer, or not all of it
 */
export type ReadLastUses = (
  apiKeyIds: readonly ApiKeyId[],
  signal?: AbortSignal,
) => Promise<ReadonlyMap<ApiKeyId, KeyUse>>;

export function createLastUseReader({ client, usage }: UsageTable, pacing: Pacing): ReadLastUses {
  return async (apiKeyIds, signal) => {
    const found = new Map<ApiKeyId, KeyUse>();
    const byPartition = new Map(apiKeyIds.map((id) => [lastUseKey(id).pk, id]));
    let Keys: Record<string, unknown>[] = apiKeyIds.map(lastUseKey);
    const options = signal === undefined ? {} : { abortSignal: signal };
    const isWhole = await untilSettled(pacing, async () => {
      if (Keys.length === 0) return true;
      signal?.throwIfAborted();
      const command = new BatchGetCommand({ RequestItems: { [usage]: { Keys } } });
      const answer = await orUnavailable(() => client.send(command, options));
      for (const item of answer.Responses?.[usage] ?? []) {
        const id = byPartition.get(String(item['pk']));
        const use = lastUseIn(item);
        if (id !== undefined && use !== null) found.set(id, use);
      }
      Keys = answer.UnprocessedKeys?.[usage]?.Keys ?? [];
      return Keys.length === 0 ? true : undefined;
    });
    if (isWhole === undefined) throw new Problem('UNAVAILABLE');
    return found;
  };
}
