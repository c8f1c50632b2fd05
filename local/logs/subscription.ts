import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { LambdaFunction } from '../functions/lambda-function.ts';
import type { LogFilter } from './filter-pattern.ts';
import type { LogEvent, LogGroups } from './log-groups.ts';

const gatherMs = 200;
const maxEventsPerDelivery = 500;
/** Beyond this the oldest lines are dropped: a destination that is down must not take the memory. */
const maxPending = 100_000;
const maxAttempts = 5;

/** Hands the matching lines of a log group to a function, in batches, as CloudWatch Logs does. */
export class Subscription {
  readonly #name: string;
  readonly #groupName: string;
  readonly #destination: LambdaFunction;
  #pending: (LogEvent & { streamName: string })[] = [];
  #delivery: Promise<void> = Promise.resolve();
  #isScheduled = false;
  #isStopped = false;

  constructor(
    name: string,
    groups: LogGroups,
    groupName: string,
    filter: LogFilter,
    destination: LambdaFunction,
  ) {
    this.#name = name;
    this.#groupName = groupName;
    this.#destination = destination;
    groups.on('appended', (appendedTo, streamName, events) => {
      if (appendedTo !== groupName || this.#isStopped) return;
      for (const event of events) if (filter(event.message)) this.#pending.push({ ...event, streamName });
      this.#pending = this.#pending.slice(-maxPending);
      this.#schedule();
    });
  }

  /** Delivers what is pending, once, and takes no more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#delivery;
    while (this.#pending.length > 0) await this.#deliverNext();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#pending.length === 0) return;
    this.#isScheduled = true;
    this.#delivery = this.#deliverSoon();
  }

  async #deliverSoon(): Promise<void> {
    await sleep(gatherMs, undefined, { ref: false });
    await this.#deliverNext();
    this.#isScheduled = false;
    if (!this.#isStopped) this.#schedule();
  }

  async #deliverNext(): Promise<void> {
    const events = this.#pending.splice(0, maxEventsPerDelivery);
    if (events.length === 0) return;
    const event = { awslogs: { data: this.#encode(events) } };
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      if ((await this.#destination.invoke(event)).ok) return;
      if (this.#isStopped) return;
      await sleep(Math.min(200 * 2 ** attempt, 2_000), undefined, { ref: false });
    }
    console.error(`subscription filter ${this.#name}: gave up on ${events.length} log lines`);
  }

  #encode(events: readonly (LogEvent & { streamName: string })[]): string {
    const data = {
      messageType: 'DATA_MESSAGE',
      owner: '000000000000',
      logGroup: this.#groupName,
      logStream: events[0]?.streamName ?? '',
      subscriptionFilters: [this.#name],
      logEvents: events.map(({ timestampMs, message }) => ({
        id: randomUUID(),
        timestamp: timestampMs,
        message,
      })),
    };
    return gzipSync(JSON.stringify(data)).toString('base64');
  }
}
