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

/**
 * How far a subscription has come in the file of its group. It survives a crash of the server. Deliveries are kept
 * whole, so that a repeated one has the same lines and ids.
 */
export class SubscriptionProgress {
  readonly #path: string;
  #state: z.infer<typeof state>;

  private constructor(path: string, initial: z.infer<typeof state>) {
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
    await fresh.#save(fresh.#state);
    return fresh;
  }

  get endByte(): number {
    return this.#state.endByte;
  }

  get next(): Delivery | undefined {
    return this.#state.deliveries[0];
  }

  /** Resolves once the deliveries are on the disk. */
  async take(endByte: number, deliveries: readonly Delivery[]): Promise<void> {
    await this.#save({ endByte, deliveries: [...this.#state.deliveries, ...deliveries] });
  }

  /** Removes the next delivery, which has been made or given up. */
  async finish(): Promise<void> {
    await this.#save({ ...this.#state, deliveries: this.#state.deliveries.slice(1) });
  }

  async #save(changed: z.infer<typeof state>): Promise<void> {
    await writeAtomically(this.#path, `${JSON.stringify(changed)}\n`);
    this.#state = changed;
  }
}
