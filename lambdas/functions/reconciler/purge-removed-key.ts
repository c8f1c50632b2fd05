import type { ApiKey } from '../../domain/keys/api-key.ts';
import type { Origin } from '../../domain/audit/audit.ts';
import { purgeKey } from '../../domain/keys/lifecycle.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import { Problem } from '../../domain/problem.ts';
import type { PurgeStore } from '../../store/purge.ts';
import { untilSettled } from '../../store/transaction.ts';

export interface PurgeDependencies {
  readonly purges: Pick<PurgeStore, 'readRemains' | 'purge'>;
  readonly clock: Clock;
  readonly random: Random;
}

/** `uncounted`: purged, but its user did not count it. `nothing left`: somebody has ended the key before. */
export type PurgeResult = 'purged' | 'uncounted' | 'nothing left';

/**
 * Removes what a key has left behind whose record is gone, and says so in the key's chain: once, however often
 * it is asked.
 *
 * A user who does not count the key is no reason to keep its credentials, nor to hold up the keys that come after:
 * the rest is removed, and the caller is told.
 *
 * @throws Problem `CONFLICT` where others were faster for a second, `UNAVAILABLE`
 */
export async function purgeRemovedKey(
  removed: ApiKey,
  requestId: string,
  deps: PurgeDependencies,
): Promise<PurgeResult> {
  const { purges, clock, random } = deps;
  const actor = { userId: 'system', via: 'system' } as const;
  const origin: Origin = { actor, sourceIp: null, userAgent: null, requestId };
  const result = await untilSettled<PurgeResult>(deps, async () => {
    const remains = await purges.readRemains(removed);
    if (remains === null) return 'nothing left';
    const event = purgeKey(remains.key, origin, { now: clock.now(), eventId: random.uuid() });
    const outcome = await purges.purge([{ remains, event }]);
    if (outcome.kind !== 'committed') return undefined;
    return remains.isCounted ? 'purged' : 'uncounted';
  });
  if (result === undefined) throw new Problem('CONFLICT');
  return result;
}
