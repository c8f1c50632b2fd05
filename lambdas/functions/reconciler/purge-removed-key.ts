import type { ApiKey } from '../../domain/keys/api-key.ts';
import type { Origin } from '../../domain/audit/audit.ts';
import { purgeKey } from '../../domain/keys/lifecycle.ts';
import type { Clock, Random } from '../../domain/ports.ts';
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
 * Removes what a key has left behind whose record is gone, and adds one event to its chain, once.
 * Where the user does not count the key, the rest is removed all the same.
 *
 * @throws Problem `UNAVAILABLE`, where contention does not end as well
 */
export async function purgeRemovedKey(
  removed: ApiKey,
  requestId: string,
  deps: PurgeDependencies,
): Promise<PurgeResult> {
  const { purges, clock, random } = deps;
  const actor = { userId: 'system', via: 'system' } as const;
  const origin: Origin = { actor, sourceIp: null, userAgent: null, requestId };
  return await untilSettled<PurgeResult>(deps, async () => {
    const remains = await purges.readRemains(removed);
    if (remains === null) return 'nothing left';
    const event = purgeKey(remains.key, origin, { now: clock.now(), eventId: random.uuid() });
    const outcome = await purges.purge([{ remains, event }]);
    if (outcome.kind !== 'committed') return undefined;
    return remains.isCounted ? 'purged' : 'uncounted';
  });
}
