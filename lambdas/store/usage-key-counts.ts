import type { KeyInPeriod } from '../domain/usage/key-ranking.ts';
import { inBatches } from '../domain/batches.ts';
import { noCalls, type UsageCounts } from '../domain/usage/usage-chunk.ts';
import { batchGet, maxBatch } from './batch-get.ts';
import type { UsageTable } from './client.ts';
import { isPastTtl } from './conditions.ts';
import type { ReadingAllowance } from './reading-allowance.ts';
import type { Pacing } from './transaction.ts';
import { unpacked } from './stored-tallies.ts';
import { keysItemOf } from './usage-tallies.ts';

/**
 * What single keys were used for in periods that have too many keys for their own items.
 *
 * @returns in the order of what was asked for; zeros where a key was not used
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer, or not all of it in time
 */
export async function readKeyCounts(
  { client, usage }: UsageTable,
  asked: readonly KeyInPeriod[],
  allowance: ReadingAllowance,
  pacing: Pacing,
): Promise<UsageCounts[]> {
  const named = asked.map((each) => ({ ...each, key: keysItemOf(each) }));
  const nameOf = ({ pk, sk }: { readonly pk: string; readonly sk: string }) => `${pk} ${sk}`;
  const keys = [...new Map(named.map(({ key }) => [nameOf(key), key])).values()];
  const options = { pacing, isConsistent: true };
  const batches = await Promise.all(
    inBatches(keys, maxBatch).map(async (some) => {
      const items = await batchGet(client, usage, some, options);
      allowance.spend();
      return items;
    }),
  );
  const counts = new Map<string, UsageCounts>();
  const wanted = new Set(named.map(({ key, apiKeyId }) => `${nameOf(key)} ${apiKeyId}`));
  for (const item of batches.flat()) {
    if (isPastTtl(item, pacing.clock.now())) continue;
    const name = nameOf({ pk: String(item['pk']), sk: String(item['sk']) });
    for (const [id, each] of unpacked(item['keys'])) {
      if (wanted.has(`${name} ${id}`)) counts.set(`${name} ${id}`, each);
    }
  }
  return named.map(({ key, apiKeyId }) => counts.get(`${nameOf(key)} ${apiKeyId}`) ?? noCalls);
}
