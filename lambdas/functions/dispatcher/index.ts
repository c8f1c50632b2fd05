import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as environment from '../../contract/environment.ts';
import { outboxEventSortKey } from '../../contract/outbox-items.ts';
import { requireEnvironment } from '../../contract/require-environment.ts';
import { attributes } from '../../contract/tables.ts';
import type { AuditEvent } from '../../domain/audit/audit.ts';
import { createCallSender } from '../../outbound/call-sender.ts';
import { eventIn } from '../../store/audit-events.ts';
import { connectOutboxTable } from '../../store/client.ts';
import { createDeliveryStore } from '../../store/deliveries.ts';
import { createLineStore } from '../../store/endpoint-lines.ts';
import { createOwnerOf } from '../../store/event-owners.ts';
import { createSubscriptionReader } from '../../store/subscriptions.ts';
import { systemClock, systemPacing } from '../system.ts';
import { dispatch, type DispatchDependencies } from './dispatch.ts';

export type DispatcherHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/** Fans events out that were added to the Outbox table: at least once, since Lambda repeats a batch that has failed. */
export function makeHandler(deps: DispatchDependencies): DispatcherHandler {
  return async ({ Records }) => {
    await dispatch(Records.flatMap(addedEvent), deps);
    return { batchItemFailures: [] };
  };
}

/** @throws Error where the stream does not tell what was added */
function addedEvent({ eventName, dynamodb }: DynamoDBRecord): AuditEvent[] {
  if (eventName !== 'INSERT' || dynamodb?.Keys?.[attributes.sortKey]?.S !== outboxEventSortKey) return [];
  if (dynamodb.NewImage === undefined) throw new Error('the stream carries no new images');
  return [eventIn(unmarshall(dynamodb.NewImage as Record<string, AttributeValue>))];
}

const outbox = connectOutboxTable();
const registry = { client: outbox.client, registry: requireEnvironment(environment.registryTable) };

export const handler = makeHandler({
  subscriptions: createSubscriptionReader(registry),
  ownerOf: createOwnerOf(registry),
  deliveries: createDeliveryStore(outbox, systemPacing),
  lines: createLineStore(outbox, systemPacing),
  callSender: createCallSender(),
  now: systemClock.now,
});
