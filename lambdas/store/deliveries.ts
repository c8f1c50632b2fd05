import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { attributes } from '../contract/tables.ts';
import type { Delivery } from '../domain/webhooks/delivery.ts';
import type { OutboxTable } from './client.ts';
import { batchGet } from './batch-get.ts';
import { absentOrPastTtl, isPastTtl } from './conditions.ts';
import {
  type DeliveryOfMessage,
  fromDeliveryItem,
  type StoredDelivery,
  toDeliveryState,
} from './delivery-item.ts';
import { deliveryKey, deliverySortKey } from './outbox-keys.ts';
import type { Pacing } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';
import { unlessRefused } from './unless-refused.ts';
import { updateInput } from './writes.ts';

/** Names a delivery. */
export interface DeliveryName {
  readonly endpointId: string;
  /** Its sort key in the table. */
  readonly sortKey: string;
}

/** Deliveries to endpoints, one item each. Every call throws Problem `UNAVAILABLE` where DynamoDB gives no answer. */
export interface DeliveryStore {
  /** False where it is there already, and not past its ttl: then nothing is written. */
  add(delivery: DeliveryOfMessage): Promise<boolean>;
  /** Strongly consistent; null for one that is not there or past its ttl. */
  get(name: DeliveryName): Promise<StoredDelivery | null>;
  /** Those that are there of an endpoint, in the order of the names, strongly consistent; 100 at most. */
  getAll(endpointId: string, sortKeys: readonly string[]): Promise<StoredDelivery[]>;
  /** What has become of it, as it is stored then; null where it has changed since it was read. */
  change(before: StoredDelivery, after: Delivery): Promise<StoredDelivery | null>;
}

export function createDeliveryStore({ client, outbox }: OutboxTable, pacing: Pacing): DeliveryStore {
  const { now } = pacing.clock;
  return {
    add(delivery) {
      const { endpointId, eventId, createdAt, type, at, body } = delivery;
      const key = deliveryKey(endpointId, deliverySortKey(at, eventId));
      const fields = { endpointId, eventId, createdAt, type, body, revision: 1 };
      const Item = { ...key, ...fields, ...toDeliveryState(delivery) };
      const guard = absentOrPastTtl(now());
      return unlessRefused(() => client.send(new PutCommand({ TableName: outbox, Item, ...guard })));
    },

    async get({ endpointId, sortKey }) {
      const Key = deliveryKey(endpointId, sortKey);
      const command = new GetCommand({ TableName: outbox, Key, ConsistentRead: true });
      const { Item } = await orUnavailable(() => client.send(command));
      return Item === undefined || isPastTtl(Item, now()) ? null : fromDeliveryItem(Item);
    },

    async getAll(endpointId, sortKeys) {
      const keys = [...new Set(sortKeys)].map((sortKey) => deliveryKey(endpointId, sortKey));
      const items = await batchGet(client, outbox, keys, { pacing, isConsistent: true });
      const bySortKey = new Map(items.map((item) => [item[attributes.sortKey], item]));
      const inOrder = sortKeys.map((sortKey) => bySortKey.get(sortKey)).filter((item) => item !== undefined);
      return inOrder.filter((item) => !isPastTtl(item, now())).map(fromDeliveryItem);
    },

    async change(before, after) {
      const key = deliveryKey(before.endpointId, deliverySortKey(before.at, before.eventId));
      const revision = before.revision + 1;
      const asRead = {
        ConditionExpression: '#revision = :revision',
        ExpressionAttributeNames: { '#revision': 'revision' },
        ExpressionAttributeValues: { ':revision': before.revision },
      };
      const state = { ...toDeliveryState(after), revision };
      const input = updateInput(outbox, key, state, asRead);
      const isDone = await unlessRefused(() => client.send(new UpdateCommand(input)));
      return isDone ? { ...before, ...after, revision } : null;
    },
  };
}
