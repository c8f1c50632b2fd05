import { dueIndex, dueShards } from '../contract/outbox-items.ts';
import type { AuditAction } from '../domain/audit/audit.ts';
import { dayMs, ttlAt } from '../domain/time.ts';
import { type Delivery, nextLookAt } from '../domain/webhooks/delivery.ts';
import { dueAttributes } from './due-items.ts';
import { deliveryBeginning } from './outbox-keys.ts';

const keptMs = 30 * dayMs;
const isoTimeLength = 24;

/** A delivery with what it tells. */
export interface DeliveryOfMessage extends Delivery {
  readonly type: AuditAction;
  /** Of the event, ISO-8601 UTC with milliseconds. */
  readonly at: string;
  /** Exactly as it is sent. */
  readonly body: string;
}

/** As it was read. */
export interface StoredDelivery extends DeliveryOfMessage {
  /** Grows by one with every change. */
  readonly revision: number;
}

const notDue = { [dueIndex.partitionKey]: undefined, [dueIndex.sortKey]: undefined };

/** What of a delivery changes in its life; undefined is removed. */
export function toDeliveryState(delivery: Delivery): Record<string, unknown> {
  const { endpointId, createdAt, begun, attempts, progress } = delivery;
  const lookAt = nextLookAt(delivery);
  return {
    begun,
    attempts,
    progress,
    ...(lookAt === null ? notDue : dueAttributes(dueShards.deliveries, endpointId, lookAt)),
    ttl: ttlAt(Math.max(createdAt, lookAt ?? 0) + keptMs),
  };
}

export function fromDeliveryItem(item: Readonly<Record<string, unknown>>): StoredDelivery {
  const stored = item as unknown as StoredDelivery & { readonly sk: string };
  return {
    eventId: stored.eventId,
    endpointId: stored.endpointId,
    createdAt: stored.createdAt,
    begun: stored.begun,
    attempts: stored.attempts,
    progress: stored.progress,
    type: stored.type,
    at: stored.sk.slice(deliveryBeginning.length, deliveryBeginning.length + isoTimeLength),
    body: stored.body,
    revision: stored.revision,
  };
}
