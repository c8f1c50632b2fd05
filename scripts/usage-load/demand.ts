/** Units that something is asked for in each second. */
export class Demand {
  readonly #seconds: number[];

  constructor(seconds: number) {
    this.#seconds = Array.from({ length: seconds }, () => 0);
  }

  add(atMs: number, units: number): void {
    const second = Math.min(Math.floor(atMs / 1000), this.#seconds.length - 1);
    this.#seconds[second] = (this.#seconds[second] ?? 0) + units;
  }

  get mean(): number {
    return this.#seconds.reduce((sum, units) => sum + units, 0) / this.#seconds.length;
  }

  /** In the busiest second. */
  get peak(): number {
    return Math.max(...this.#seconds);
  }

  /** The share of seconds in which more is asked for than there is; what is refused comes again in the next one. */
  shortOf(limit: number): number {
    let late = 0;
    const short = this.#seconds.filter((units) => {
      late = Math.max(0, late + units - limit);
      return late > 0;
    });
    return short.length / this.#seconds.length;
  }
}
