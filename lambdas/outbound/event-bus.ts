import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Answer } from '../domain/webhooks/answer.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import { serviceAnswer } from './service-answer.ts';

/** Puts a message on the one event bus of the configuration. */
export type PutOnBus = (message: OutgoingMessage, signal: AbortSignal) => Promise<Answer>;

/** `source` of the events, by which rules of a bus tell whose they are. */
const source = 'latchkey';

/**
 * The detail is the message with the event's id. One that EventBridge does not take is told in its answer, which has the
 * status 200 all the same (Amazon EventBridge API reference, PutEvents).
 *
 * @param eventBus its name or ARN
 */
export function createEventBus(
  eventBus: string,
  client = new EventBridgeClient({ maxAttempts: 1 }),
): PutOnBus {
  return ({ id, type, at, body }, abortSignal) =>
    serviceAnswer(abortSignal, async () => {
      const Detail = JSON.stringify({ id, ...(JSON.parse(body) as object) });
      const Entries = [
        { EventBusName: eventBus, Source: source, DetailType: type, Detail, Time: new Date(at) },
      ];
      const { FailedEntryCount = 0 } = await client.send(new PutEventsCommand({ Entries }), { abortSignal });
      return FailedEntryCount === 0;
    });
}
