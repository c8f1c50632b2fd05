import { outboxEventSortKey, outboxPartitions } from '../contract/outbox-items.ts';

/** Primary keys of the Outbox table, one builder an item kind. */
export interface OutboxKey {
  readonly [attribute: string]: string;
  readonly pk: string;
  readonly sk: string;
}

const { event, webhook } = outboxPartitions;

export const eventKey = (eventId: string): OutboxKey => ({ pk: event + eventId, sk: outboxEventSortKey });

/** A delivery among those of its endpoint: in the order of its event's time. */
export const deliverySortKey = (at: string, eventId: string): string =>
  `${deliveryBeginning}${at}#${eventId}`;
export const deliveryBeginning = 'DELIVERY#';
export const deliveryKey = (endpointId: string, sortKey: string): OutboxKey => ({
  pk: webhook + endpointId,
  sk: sortKey,
});
export const endpointIdIn = ({ pk }: Pick<OutboxKey, 'pk'>): string => pk.slice(webhook.length);

export const lineKey = (endpointId: string): OutboxKey => ({ pk: webhook + endpointId, sk: 'LINE' });
