import * as z from 'zod';
import { StartError } from '../errors.ts';
import { readJson, writeAtomically } from '../storage/atomic-file.ts';
import { type Delivery, storedDelivery } from './delivery.ts';
import { fileBytes } from './log-file.ts';

const state = z.object({
  /** Everything before this place in the group's file is delivered, given up, or among the deliveries. */
  endByte: z.int().nonnegative(),
  deliveries: z.array(storedDelivery),
});

type State = z.infer<typeof state>;

/**
 * How far a subscription has come in the file of its group. It survives a crash of the server. Deliveries are kept
 * whole, so that a repeated one has the same lines and ids.
 */
export class SubscriptionProgress {
  readonly #path: string;
  #state: State;
  #lastChange: Promise<void> = Promise.resolve();

  private constructor(path: string, initial: State) {
    this.#path = path;
    this.#state = initial;
  }

  /**
   * A new subscription gets only lines that come from now on, as on AWS.
   *
   * @throws StartError where the file is damaged: without it, lines would be lost
   */
  static async load(path: string, logFile: string): Promise<SubscriptionProgress> {
    const stored = state.nullable().safeParse(await readJson(path).catch(() => undefined));
    if (!stored.success) {
      throw new StartError(`${path} is damaged; delete it, and its subscription begins with the next lines`);
    }
    if (stored.data !== null) return new SubscriptionProgress(path, stored.data);
    const fresh = new SubscriptionProgress(path, { endByte: await fileBytes(logFile), deliveries: [] });
    await fresh.#change((same) => same);
    return fresh;
  }

  get endByte(): number {
    return this.#state.endByte;
  }

  /** Those that are still to be made, in their order. */
  get deliveries(): readonly Delivery[] {
    return this.#state.deliveries;
  }

  /** Resolves once the deliveries are on the disk. */
  take(endByte: number, taken: readonly Delivery[]): Promise<void> {
    return this.#change(({ deliveries }) => ({ endByte, deliveries: [...deliveries, ...taken] }));
  }

  /** Removes a delivery that has been made or given up. */
  finish({ requestId }: Delivery): Promise<void> {
    return this.#change(({ endByte, deliveries }) => ({
      endByte,
      deliveries: deliveries.filter((each) => each.requestId !== requestId),
    }));
  }

  /** One change after the other. What cannot be saved has not happened. */
  #change(changedOf: (before: State) => State): Promise<void> {
    const saved = this.#lastChange.then(async () => {
      const changed = changedOf(this.#state);
      await writeAtomically(this.#path, `${JSON.stringify(changed)}\n`);
      this.#state = changed;
    });
    this.#lastChange = saved.catch(() => {});
    return saved;
  }
}
