import type { Random } from '../../lambdas/domain/ports.ts';
import { predictableRandom } from '../support/memory-ports.ts';

/** Choices that are the same in every run with the same seed. */
export class Seeded {
  readonly #random: Random;

  constructor(seed: string) {
    this.#random = predictableRandom(seed);
  }

  /** A whole number from `from` to `to`, both included. */
  number(from: number, to: number): number {
    const share = Buffer.from(this.#random.bytes(4)).readUInt32BE() / 2 ** 32;
    return from + Math.floor(share * (to - from + 1));
  }

  chance(share: number): boolean {
    return this.number(0, 999) < share * 1_000;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.number(0, items.length - 1)]!;
  }

  some<T>(items: readonly T[]): T[] {
    return items.filter(() => this.chance(0.4));
  }
}
