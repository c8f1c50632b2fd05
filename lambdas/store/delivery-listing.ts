import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { ListPart } from '../domain/list-part.ts';
import type { Clock } from '../domain/ports.ts';
import { isIsoTime, isoTime } from '../domain/time.ts';
import type { DeliveryOrigin } from '../domain/webhooks/delivery-id.ts';
import type { OutboxTable } from './client.ts';
import { isPastTtl } from './conditions.ts';
import { fromDeliveryItem, type StoredDelivery } from './delivery-item.ts';
import { deliveryBeginning, deliveryKey } from './outbox-keys.ts';
import { orUnavailable } from './unavailable.ts';

export interface DeliveryRange {
  readonly endpointId: string;
  /** When the events happened: epoch milliseconds, both included. */
  readonly from: number;
  readonly to: number;
  /** Position that the list goes on behind; null for its beginning. */
  readonly after: string | null;
}

/** Deliveries of an endpoint, those of the newest events first. They trail changes by a moment. */
export type ListDeliveries = (range: DeliveryRange) => AsyncGenerator<ListPart<StoredDelivery>>;

const pageSize = 100;
const behindTimePattern = /^#[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isoCharacters = 24;

export function deliveryPosition({ at, eventId }: DeliveryOrigin): string {
  return `${at}#${eventId}`;
}

/** True for what `deliveryPosition` can have written. */
export function isDeliveryPosition(text: string): boolean {
  return isIsoTime(text.slice(0, isoCharacters)) && behindTimePattern.test(text.slice(isoCharacters));
}

export function createDeliveryLister({ client, outbox }: OutboxTable, now: Clock['now']): ListDeliveries {
  return async function* list({ endpointId, from, to, after }) {
    const [first, last] = [`${deliveryBeginning}${isoTime(from)}`, after ?? `${isoTime(to)}~`];
    if (from > to || deliveryBeginning + last < first) return;
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const command = new QueryCommand({
        TableName: outbox,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: {
          ':pk': deliveryKey(endpointId, '').pk,
          ':first': first,
          ':last': deliveryBeginning + last,
        },
        ScanIndexForward: false,
        Limit: pageSize,
        ExclusiveStartKey,
      });
      const page = await orUnavailable(() => client.send(command));
      const items = (page.Items ?? [])
        .filter((item) => !isPastTtl(item, now()))
        .map(fromDeliveryItem)
        .filter((delivery) => deliveryPosition(delivery) !== after);
      const end = page.LastEvaluatedKey?.['sk'];
      yield { items, end: typeof end === 'string' ? end.slice(deliveryBeginning.length) : null };
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
  };
}
