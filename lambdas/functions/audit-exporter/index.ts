import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as environment from '../../contract/environment.ts';
import { requireEnvironment } from '../../contract/require-environment.ts';
import { alerts } from '../../contract/alerts.ts';
import { type AuditEvent, inReadingOrder } from '../../domain/audit/audit.ts';
import { isGrantOfEverything } from '../../domain/audit/grant-of-everything.ts';
import type { Clock } from '../../domain/ports.ts';
import { dayOf } from '../../domain/time.ts';
import { logWarning } from '../../log.ts';
import { connectOutboxTable } from '../../store/client.ts';
import { createEventOutbox } from '../../store/event-outbox.ts';
import { createSubscriptionReader } from '../../store/subscriptions.ts';
import { systemClock, systemPacing, systemRandom } from '../system.ts';
import { type LogEvent, toBatches } from './batches.ts';
import { createLogWriter, type LogWriter } from './log-writer.ts';
import { createTell, type Tell } from './tell.ts';

export type ExporterHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/**
 * Copies audit events from the registry's stream to CloudWatch Logs, at least once: Lambda repeats a batch
 * that was not taken whole. Readers tell copies by `eventId` and order by `sequence`. A grant of everything is printed
 * as well, with an alert. Then they are handed over to be told to webhooks.
 */
export function makeHandler(writer: LogWriter, now: Clock['now'], tell: Tell): ExporterHandler {
  return async ({ Records }) => {
    const events = Records.flatMap(eventsOf);
    for (const batch of toBatches(events.map(toLogEvent), now())) await writer.write(batch);
    for (const event of events.filter(isGrantOfEverything)) alertOf(event);
    await tell(events);
    return { batchItemFailures: [] };
  };
}

function eventsOf({ eventName, dynamodb }: DynamoDBRecord): AuditEvent[] {
  if (eventName !== 'INSERT' || dynamodb?.NewImage === undefined) return [];
  const item = unmarshall(dynamodb.NewImage as Record<string, AttributeValue>);
  const event = item['event'] as AuditEvent | undefined;
  return event === undefined ? [] : [event];
}

function toLogEvent(event: AuditEvent): LogEvent {
  return { message: JSON.stringify(inReadingOrder(event)), timestamp: Date.parse(event.at) };
}

function alertOf({ eventId, action, target, actor }: AuditEvent): void {
  logWarning('Somebody was given everything', {
    alert: alerts.grantOfEverything,
    eventId,
    action,
    target: { type: target.type, id: target.id },
    actor,
  });
}

const stream = `${dayOf(systemClock.now())}/${systemRandom.uuid()}`;
const writer = createLogWriter(requireEnvironment(environment.auditLogGroup), stream);

const tables = connectOutboxTable();
const subscriptions = createSubscriptionReader({
  client: tables.client,
  registry: requireEnvironment(environment.registryTable),
});
const tell = createTell({
  subscriptions,
  handOver: createEventOutbox(tables, systemPacing),
  now: systemClock.now,
});

export const handler = makeHandler(writer, systemClock.now, tell);
