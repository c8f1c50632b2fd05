export interface CacheSettings {
  /** How long a verdict is believed, 60 at most. A key that is revoked works on for so long. */
  readonly seconds: number;
  /** Verdicts that are kept, 10,000 at most. @default 1_000 */
  readonly entries?: number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly untilMs: number;
}

/** Verdicts by the hash of what was asked: the keys themselves are not kept. */
export class VerdictCache<Value> {
  readonly #seconds: number;
  readonly #entries: number;
  readonly #now: () => number;
  readonly #kept = new Map<string, Entry<Value>>();

  /** @throws RangeError for a cache that is too large, or keeps for too long */
  constructor({ seconds, entries = 1_000 }: CacheSettings, now: () => number) {
    if (!(seconds > 0 && seconds <= 60))
      throw new RangeError('cache.seconds: must be above 0, and 60 at most');
    if (!(Number.isInteger(entries) && entries > 0 && entries <= 10_000))
      throw new RangeError('cache.entries: must be a whole number from 1 to 10,000');
    this.#seconds = seconds;
    this.#entries = entries;
    this.#now = now;
  }

  /** @param asked whatever the verdict depends on, the key included */
  async hash(asked: readonly unknown[]): Promise<string> {
    const bytes = new TextEncoder().encode(JSON.stringify(asked));
    return String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  }

  get(hash: string): Value | null {
    const entry = this.#kept.get(hash);
    if (entry === undefined) return null;
    if (this.#now() < entry.untilMs) return entry.value;
    this.#kept.delete(hash);
    return null;
  }

  /** @param endsAtMs when it is no longer true in any case */
  put(hash: string, value: Value, endsAtMs: number): void {
    this.#kept.delete(hash);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= this.#entries && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(hash, { value, untilMs: Math.min(this.#now() + this.#seconds * 1_000, endsAtMs) });
  }
}
