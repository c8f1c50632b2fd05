import { type BackgroundWork, sleep } from '../background.ts';
import { asError } from '../errors.ts';
import type { AsyncInvocation } from '../functions/async-invocation.ts';
import { deliveriesOf, type Delivery, eventOf, repeatedOf } from './delivery.ts';
import type { LogFilter } from './filter-pattern.ts';
import type { LogGroups } from './log-groups.ts';
import { PendingLines } from './pending-lines.ts';
import { SubscriptionProgress } from './subscription-progress.ts';

export interface SubscriptionDefinition {
  readonly name: string;
  readonly groupName: string;
  readonly filter: LogFilter;
  readonly invocation: AsyncInvocation;
  /** Whether some of the lines that are taken come once more. */
  readonly repeatsLines: () => boolean;
  readonly progressFile: string;
}

/** How long lines are gathered, so that a burst of them makes few deliveries. */
const gatherMs = 200;
const deliveriesAtOnce = 4;
const maxLinesAtOnce = 500;
const maxLengthAtOnce = 1_000_000;
/** How many bytes of lines that do not match may be read again after a crash. */
const maxUnsavedBytes = 1_000_000;
const retryMs = 1_000;

/**
 * Hands the matching lines of a log group to a function, in batches of one log stream and several at a time,
 * as CloudWatch Logs does. Each line is delivered at least once, even if the server is killed.
 */
export class Subscription implements BackgroundWork {
  readonly #definition: SubscriptionDefinition;
  readonly #progress: SubscriptionProgress;
  readonly #pending: PendingLines;
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;
  #wakeUp: () => void = () => {};

  private constructor(
    definition: SubscriptionDefinition,
    progress: SubscriptionProgress,
    pending: PendingLines,
  ) {
    this.#definition = definition;
    this.#progress = progress;
    this.#pending = pending;
  }

  /** Lines are gathered from now on. Deliveries begin with `start`. */
  static async open(definition: SubscriptionDefinition, groups: LogGroups): Promise<Subscription> {
    const { groupName, filter, progressFile } = definition;
    const progress = await SubscriptionProgress.load(progressFile, groups.file(groupName));
    const pending = new PendingLines(groups, groupName, filter, progress.endByte);
    const subscription = new Subscription(definition, progress, pending);
    groups.on('appended', (appendedTo, streamName, events) => {
      if (appendedTo !== groupName || subscription.#isStopped) return;
      pending.add(streamName, events);
      subscription.#wakeUp();
    });
    return subscription;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Delivers what is pending with one attempt each. What fails is delivered after the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wakeUp();
    if (this.#running === null) return;
    await this.#running;
    try {
      while ((await this.#deliverAll()) && (await this.#takeSome())) {
        // Until nothing is left.
      }
    } catch (error) {
      this.#report(error);
    }
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#deliverAll();
        await this.#pending.readBack();
        if (this.#isStopped || (await this.#takeSome())) continue;
        await this.#untilWoken();
        await sleep(gatherMs, this.#stopping.signal);
      } catch (error) {
        // The disk may be full, for instance. Nothing is lost meanwhile.
        this.#report(error);
        await sleep(retryMs, this.#stopping.signal);
      }
    }
  }

  /** @returns false where a delivery is left for the next start */
  async #deliverAll(): Promise<boolean> {
    while (this.#progress.deliveries.length > 0) {
      const some = this.#progress.deliveries.slice(0, deliveriesAtOnce);
      const made = await Promise.all(some.map((delivery) => this.#deliver(delivery)));
      if (made.includes(false)) return false;
    }
    return true;
  }

  async #deliver(delivery: Delivery): Promise<boolean> {
    const { name, groupName, invocation } = this.#definition;
    const outcome = await invocation.run(eventOf(delivery, groupName, name), this.#stopping.signal);
    if (outcome.kind === 'interrupted') return false;
    if (outcome.kind === 'given-up') {
      const count = delivery.logEvents.length;
      const lines = count === 1 ? '1 log line' : `${count} log lines`;
      console.error(`subscription filter ${name}: gave up on ${lines} (${outcome.reason})`);
    }
    await this.#progress.finish(delivery);
    return true;
  }

  /** @returns whether there is anything to deliver */
  async #takeSome(): Promise<boolean> {
    const { lines, endByte } = this.#pending.first(maxLinesAtOnce, maxLengthAtOnce);
    const unsavedBytes = endByte - this.#progress.endByte;
    // A negative number: the file was begun anew.
    const isWorthSaving = unsavedBytes < 0 || unsavedBytes >= (this.#isStopped ? 1 : maxUnsavedBytes);
    if (lines.length === 0 && !isWorthSaving) return false;
    const deliveries = deliveriesOf(lines);
    const repeated = this.#definition.repeatsLines() ? repeatedOf(deliveries) : [];
    await this.#progress.take(endByte, [...deliveries, ...repeated]);
    this.#pending.drop(lines.length);
    return lines.length > 0;
  }

  #report(error: unknown): void {
    const { message } = asError(error);
    console.error(`subscription filter ${this.#definition.name}: ${message}; trying again`);
  }

  async #untilWoken(): Promise<void> {
    if (this.#isStopped || !this.#pending.isEmpty || this.#pending.isBehind) return;
    await new Promise<void>((done) => {
      this.#wakeUp = done;
    });
  }
}
