/** An item that the sweep has removed, or is about to, as often as it has done so with one TTL value. */
export class ExpiredItem {
  readonly announcedAtMs: number;
  /** Announced removals, without those that turned out not to have happened. */
  removals = 0;
  /** How many records of its removals each mapping is done with. */
  readonly #seen = new Map<string, number>();
  #removing: PromiseWithResolvers<void> | null = null;

  constructor(announcedAtMs: number) {
    this.announcedAtMs = announcedAtMs;
  }

  /** A removal that an earlier server announced; whether it happened is not known any more. */
  restore(): void {
    this.removals += 1;
  }

  announce(): void {
    this.removals += 1;
    this.#removing ??= Promise.withResolvers();
  }

  settle(mayBeDone: boolean): void {
    if (!mayBeDone) this.removals -= 1;
    this.#removing?.resolve();
    this.#removing = null;
  }

  /** Waits for the outcome of a removal under way. */
  async isRemoved(): Promise<boolean> {
    await this.#removing?.promise;
    return this.removals > 0;
  }

  /** Counts a record as seen; true once every reader has seen one for each removal. */
  isSeenByAll(reader: string, readers: ReadonlySet<string>): boolean {
    this.#seen.set(reader, (this.#seen.get(reader) ?? 0) + 1);
    return [...readers].every((each) => (this.#seen.get(each) ?? 0) >= this.removals);
  }
}
