import type { BillLine } from './bill-line.ts';
import { inMillions, priceOf } from './prices.ts';
import { costOfLines, costOfRuns, type Run } from './runs.ts';
import { daysOfMonth, minutesOfMonth } from './traffic.ts';

/** Units of DynamoDB, as the engine counts them; a test does so again. */
export const units = {
  /** An event on its way, and whether there is any webhook. */
  handOver: { reads: 1, writes: 1 },
  /** Whose key an event is about, their webhooks, those for all events, and how one has answered. */
  dispatch: { perEvent: 2, perBatch: 1, perWebhook: 1 },
  /** Its item, and its entry in the index of what is due. */
  delivery: { writes: 2 },
  /** The sender takes the line of the webhook, and frees it. */
  call: { writes: 2 },
  /** The delivery, the webhook, its owner and a role; a lease and an end are written, each with the entry in the index. */
  attempt: { reads: 4, writes: 5 },
  /** The entry stays in the index, and the line tells of the failure. */
  failure: { writes: 2 },
  /** The line tells that messages are taken again. */
  recovery: { writes: 1 },
} as const;

/** What the clock reads in a minute in which nothing is due. */
export const turnReads = 9;

/** Assumptions for warm functions, DynamoDB's answers included. */
export const clockRun: Run = { memoryGb: 0.5, seconds: 0.1 };
const dispatcherRun: Run = { memoryGb: 0.5, seconds: 0.05 };
/** Beside the attempts. */
const senderRun: Run = { memoryGb: 0.5, seconds: 0.05 };
/** From the connection to the receiver's answer. */
const answerSeconds = 0.2;
/** What a sender waits before the second attempt. */
const pauseSeconds = 5;
const timeoutSeconds = 15;
const lanes = 10;
/** After so many days without an answer a webhook is disabled. */
const failingDays = 5;

/** With the 100 bytes that DynamoDB counts for an item, and for its entry in an index. */
const kept = { delivery: { bytes: 1_200, days: 30 }, event: { bytes: 1_100, days: 2 } } as const;
/** Handshake, head and body. */
const messageBytes = 3_000;

/** How the deliveries of a month come about. */
export interface Sending {
  readonly deliveries: number;
  /** That each event goes to. */
  readonly webhooks: number;
  /** That the stream hands over at a time. */
  readonly events: number;
  /** Attempts that fail before a message is taken: the second is made soon after the first, the third in five minutes. */
  readonly failures: 0 | 2;
}

const million = 1_000_000;
export const oneByOne: Sending = { deliveries: million, webhooks: 1, events: 1, failures: 0 };
export const thirdAttempt: Sending = { ...oneByOne, failures: 2 };
/** Twenty changes a second, to ten webhooks: the stream hands over those of a second. */
export const busy: Sending = { deliveries: million, webhooks: 10, events: 20, failures: 0 };

export function webhookLines(sending: Sending): readonly BillLine[] {
  const { deliveries, webhooks, failures } = sending;
  const events = deliveries / webhooks;
  const batches = events / sending.events;
  const attempts = deliveries * (1 + failures);
  const retried = failures === 0 ? 0 : deliveries;
  const calls = batches * webhooks + retried;
  const seconds = (attempts * answerSeconds) / Math.min(lanes, sending.events) + retried * pauseSeconds;
  const { handOver, dispatch, delivery, call, attempt, failure, recovery } = units;
  const writes =
    events * handOver.writes +
    deliveries * (delivery.writes + failures * failure.writes) +
    calls * call.writes +
    attempts * attempt.writes +
    retried * recovery.writes;
  const reads =
    batches * (handOver.reads + dispatch.perBatch + webhooks * dispatch.perWebhook) +
    events * dispatch.perEvent +
    attempts * attempt.reads;
  const stored =
    deliveries * kept.delivery.bytes * kept.delivery.days + events * kept.event.bytes * kept.event.days;
  return [
    {
      what: 'Writes',
      how:
        `${handOver.writes} write unit an event, ${delivery.writes} a delivery, ${attempt.writes} an attempt and ` +
        `${failure.writes} more where it fails, ${call.writes} a call of the sender`,
      dollars: priceOf('writeUnits', inMillions(writes)),
    },
    {
      what: 'Reads',
      how: `${attempt.reads} read units an attempt; ${dispatch.perEvent} an event; beside that of each batch ${handOver.reads + dispatch.perBatch}, and ${dispatch.perWebhook} a webhook`,
      dollars: priceOf('readUnits', inMillions(reads)),
    },
    {
      what: 'Dispatcher',
      how: `${dispatcherRun.seconds * 1_000} ms of ${dispatcherRun.memoryGb * 1_024} MB a batch`,
      dollars: costOfRuns(batches, dispatcherRun),
    },
    {
      what: 'Sender',
      how:
        `${senderRun.seconds * 1_000} ms of ${senderRun.memoryGb * 1_024} MB a call, and ${answerSeconds * 1_000} ms an ` +
        `attempt, ${lanes} at a time; ${pauseSeconds} s before a second one`,
      dollars:
        costOfRuns(calls, senderRun) + priceOf('lambdaDuration', inMillions(seconds * senderRun.memoryGb)),
    },
    { what: 'Logs', how: "Lambda's own lines of both", dollars: costOfLines(batches + calls) },
    {
      what: 'Kept',
      how: `${kept.delivery.bytes} B a delivery for ${kept.delivery.days} days, ${kept.event.bytes} B an event for ${kept.event.days}`,
      dollars: priceOf('tableStorage', stored / daysOfMonth / 1_000_000_000),
    },
    {
      what: 'Transfer to the internet',
      how: `${messageBytes} B an attempt`,
      dollars: priceOf('transfer', (attempts * messageBytes) / 1_000_000_000),
    },
  ];
}

/** What a webhook that never answers costs until it is disabled: one delivery a minute is tried, twice. */
export function costOfHanging(): number {
  const minutes = (minutesOfMonth / daysOfMonth) * failingDays;
  const seconds = senderRun.seconds + 2 * timeoutSeconds + pauseSeconds;
  const writes = units.call.writes + 2 * (units.attempt.writes + units.failure.writes);
  return (
    costOfRuns(minutes, { ...senderRun, seconds }) +
    priceOf('writeUnits', inMillions(minutes * writes)) +
    priceOf('readUnits', inMillions(minutes * 2 * units.attempt.reads))
  );
}
