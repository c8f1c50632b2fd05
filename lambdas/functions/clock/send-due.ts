import { maxDeliveriesPerCall } from '../../contract/sending.ts';
import { dueShards } from '../../contract/outbox-items.ts';
import type { Clock } from '../../domain/ports.ts';
import type { CallSender } from '../../outbound/call-sender.ts';
import type { ItemKey } from '../../store/batch-get.ts';
import { dueShardsOf } from '../../store/due-items.ts';
import { endpointIdIn } from '../../store/outbox-keys.ts';
import type { Task } from './task.ts';

export interface DueDeliveryDependencies {
  /** Keys of the due deliveries of a shard. */
  readonly listDue: (shard: string, now: number) => AsyncIterable<readonly ItemKey[]>;
  readonly callSender: CallSender;
  readonly clock: Clock;
}

/** Deliveries of one endpoint in a turn: those that are due longest. One that fails has all of its own listed here. */
const maxOfEndpoint = 3 * maxDeliveriesPerCall;

/** Has the deliveries sent that are due, an endpoint at a time: those to be tried again, and those whose sender has ended. */
export function createDueDeliveriesTask({ listDue, callSender, clock }: DueDeliveryDependencies): Task {
  return async ({ deadlineMs }) => {
    const failures: unknown[] = [];

    async function call(endpointId: string, deliveries: readonly string[]): Promise<void> {
      try {
        await callSender({ endpointId, deliveries });
      } catch (error) {
        failures.push(error);
      }
    }

    async function settleShard(shard: string): Promise<void> {
      const dueOf = new Map<string, string[]>();
      for await (const page of listDue(shard, clock.now())) {
        for (const key of page) {
          const endpointId = endpointIdIn(key);
          const due = dueOf.get(endpointId) ?? [];
          if (due.length < maxOfEndpoint) due.push(key.sk);
          dueOf.set(endpointId, due);
        }
        if (clock.now() >= deadlineMs) break;
      }
      for (const [endpointId, due] of dueOf) await call(endpointId, due);
    }

    const shards = await Promise.allSettled(dueShardsOf(dueShards.deliveries).map(settleShard));
    for (const shard of shards) if (shard.status === 'rejected') failures.push(shard.reason);
    const [first] = failures;
    if (first !== undefined) throw new Error('Deliveries that are due were not sent', { cause: first });
  };
}
