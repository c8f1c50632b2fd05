import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { accountId } from '../aws.ts';
import type { AsyncEvent } from '../functions/async-invocation.ts';
import type { PendingLine } from './pending-lines.ts';

/** The form in which a delivery is kept on the disk until it has been made. */
export const storedDelivery = z.object({
  /** Of the invocation; the same for all attempts. */
  requestId: z.string(),
  acceptedAtMs: z.number(),
  logStream: z.string(),
  logEvents: z.array(z.object({ id: z.string(), timestamp: z.number(), message: z.string() })),
});

/** Lines of one log stream, on their way to the function of a subscription filter. */
export type Delivery = z.infer<typeof storedDelivery>;

const maxLines = 100;

/** Deliveries of lines of one log stream each. They are made in parallel. */
export function deliveriesOf(lines: readonly PendingLine[]): Delivery[] {
  return [...Map.groupBy(lines, ({ streamName }) => streamName)].flatMap(([logStream, ofStream]) =>
    Array.from({ length: Math.ceil(ofStream.length / maxLines) }, (_, at) => {
      const some = ofStream.slice(at * maxLines, (at + 1) * maxLines);
      return newDelivery(
        logStream,
        some.map(({ id, timestampMs, message }) => ({ id, timestamp: timestampMs, message })),
      );
    }),
  );
}

/**
 * Lines of the first one's log stream once more, in other company. CloudWatch Logs promises to deliver a line at least
 * once, and nothing about which lines come together.
 */
export function repeatedOf(deliveries: readonly Delivery[]): Delivery[] {
  const [first] = deliveries;
  if (first === undefined) return [];
  const { logStream } = first;
  const lines = deliveries
    .filter((each) => each.logStream === logStream)
    .flatMap(({ logEvents }) => logEvents);
  return [newDelivery(logStream, lines.slice(Math.floor(lines.length / 3)))];
}

function newDelivery(logStream: string, logEvents: Delivery['logEvents']): Delivery {
  return { requestId: randomUUID(), acceptedAtMs: Date.now(), logStream, logEvents };
}

/** The event with which CloudWatch Logs invokes a function. */
export function eventOf(delivery: Delivery, groupName: string, filterName: string): AsyncEvent {
  const { requestId, acceptedAtMs, logStream, logEvents } = delivery;
  const data = {
    messageType: 'DATA_MESSAGE',
    owner: accountId,
    logGroup: groupName,
    logStream,
    subscriptionFilters: [filterName],
    logEvents,
  };
  const payload = { awslogs: { data: gzipSync(JSON.stringify(data)).toString('base64') } };
  return { requestId, acceptedAtMs, payload };
}
