import { randomUUID } from 'node:crypto';
import { accountId, region } from '../aws.ts';
import { asError } from '../errors.ts';
import type { AsyncQueue } from '../functions/async-queue.ts';
import type { Clock } from './clock.ts';
import { nextTimeMs } from './rate.ts';

export interface ScheduledRuleDefinition {
  readonly name: string;
  readonly arn: string;
  readonly periodMs: number;
  readonly targets: readonly {
    readonly functionArn: string;
    /** What the function gets instead of the event; undefined where it gets the event. */
    readonly input: unknown;
  }[];
}

/** A machine that was asleep is noticed so soon after it wakes. */
const maxSleepMs = 5_000;

/** A rule of EventBridge that invokes functions asynchronously at a regular rate. */
export class ScheduledRule {
  readonly #definition: ScheduledRuleDefinition;
  readonly #queue: AsyncQueue;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;

  constructor(definition: ScheduledRuleDefinition, queue: AsyncQueue, clock: Clock, signal: AbortSignal) {
    this.#definition = definition;
    this.#queue = queue;
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Resolves once the signal has come. */
  async run(): Promise<void> {
    for (;;) {
      const dueMs = nextTimeMs(this.#definition.periodMs, this.#clock.nowMs());
      await this.#sleepUntil(dueMs);
      if (this.#signal.aborted) return;
      await this.#invokeTargets(scheduledEvent(this.#definition.arn, dueMs));
    }
  }

  async #sleepUntil(dueMs: number): Promise<void> {
    for (let leftMs = 1; leftMs > 0 && !this.#signal.aborted; ) {
      leftMs = dueMs - this.#clock.nowMs();
      if (leftMs > 0) await this.#clock.sleep(Math.min(leftMs, maxSleepMs), this.#signal);
    }
  }

  async #invokeTargets(event: object): Promise<void> {
    const { name, targets } = this.#definition;
    for (const { functionArn, input } of targets) {
      await this.#queue.accept(functionArn, input === undefined ? event : input).catch((error: unknown) => {
        console.error(`rule ${name}: ${asError(error).message}`);
      });
    }
  }
}

/** As in the user guide, "Events from AWS services": times are whole seconds. */
function scheduledEvent(ruleArn: string, atMs: number): object {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region,
    resources: [ruleArn],
    detail: {},
  };
}
