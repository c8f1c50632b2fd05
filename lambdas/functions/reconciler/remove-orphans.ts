import type { Origin } from '../../domain/audit/audit.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import { deleteEndpoint } from '../../domain/webhooks/endpoint-lifecycle.ts';
import { isOwner } from '../../domain/webhooks/endpoint-rights.ts';
import type { DirectoryStore } from '../../store/directory.ts';
import type { SubscriptionReader } from '../../store/subscriptions.ts';
import { untilSettled } from '../../store/transaction.ts';
import type { WebhookStore } from '../../store/webhooks.ts';

export interface OrphanDependencies {
  readonly subscriptions: Pick<SubscriptionReader, 'ofUser'>;
  readonly webhooks: Pick<WebhookStore, 'get' | 'remove'>;
  readonly directory: Pick<DirectoryStore, 'getUser'>;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Removes the webhooks that a deleted user has left behind, each with its last event. Those of somebody who was made
 * since under the same id stay.
 *
 * @throws Problem `UNAVAILABLE`, where contention does not end as well
 */
export async function removeOrphans(
  userId: string,
  requestId: string,
  deps: OrphanDependencies,
): Promise<void> {
  const { subscriptions, webhooks, directory, clock, random } = deps;
  const actor = { userId: 'system', via: 'system' } as const;
  const origin: Origin = { actor, sourceIp: null, userAgent: null, requestId };
  for (const { id } of await subscriptions.ofUser(userId)) {
    await untilSettled<true>(deps, async () => {
      const [endpoint, user] = await Promise.all([webhooks.get(id), directory.getUser(userId)]);
      if (endpoint === null || (user !== null && isOwner(user, endpoint))) return true;
      const event = deleteEndpoint(endpoint, origin, { now: clock.now(), eventId: random.uuid() });
      const outcome = await webhooks.remove(endpoint, event, true);
      return outcome.kind === 'committed' ? true : undefined;
    });
  }
}
