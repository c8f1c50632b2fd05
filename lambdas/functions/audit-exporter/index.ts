import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { managementEnvironment, requireEnvironment } from '../../contract/environment.ts';
import { type AuditEvent, inReadingOrder } from '../../domain/audit/audit.ts';
import type { Clock } from '../../domain/ports.ts';
import { dayOf } from '../../domain/time.ts';
import { systemClock, systemRandom } from '../system.ts';
import { type LogEvent, toBatches } from './batches.ts';
import { createLogWriter, type LogWriter } from './log-writer.ts';

export type ExporterHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/**
 * Copies audit events from the registry's stream to CloudWatch Logs, at least once: Lambda repeats a batch
 * that was not taken whole. Readers tell copies by `eventId` and order by `sequence`.
 */
export function makeHandler(writer: LogWriter, now: Clock['now']): ExporterHandler {
  return async ({ Records }) => {
    const events = Records.flatMap(toLogEvents);
    for (const batch of toBatches(events, now())) await writer.write(batch);
    return { batchItemFailures: [] };
  };
}

function toLogEvents({ eventName, dynamodb }: DynamoDBRecord): LogEvent[] {
  if (eventName !== 'INSERT' || dynamodb?.NewImage === undefined) return [];
  const item = unmarshall(dynamodb.NewImage as Record<string, AttributeValue>);
  const event = item['event'] as AuditEvent | undefined;
  return event === undefined
    ? []
    : [{ message: JSON.stringify(inReadingOrder(event)), timestamp: Date.parse(event.at) }];
}

const stream = `${dayOf(systemClock.now())}/${systemRandom.uuid()}`;
const writer = createLogWriter(requireEnvironment(managementEnvironment.auditLogGroup), stream);

export const handler = makeHandler(writer, systemClock.now);
