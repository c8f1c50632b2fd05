const barLength = 24;

/** One line at the bottom of the terminal that tells what is going on; silent where nobody watches. */
export class Progress {
  readonly #isWatched = process.stderr.isTTY;
  #lastLabel = '';

  /** @param share of the present step that is done, 0 to 1 */
  show(label: string, share: number): void {
    const done = Math.round(Math.min(1, share) * barLength);
    const bar = '█'.repeat(done).padEnd(barLength, '░');
    if (this.#isWatched)
      process.stderr.write(`\r\u001b[K${bar} ${String(Math.round(share * 100)).padStart(3)}% ${label}`);
    // In a log one line a step is enough.
    else if (label.split(':')[0] !== this.#lastLabel) process.stderr.write(`${label}\n`);
    this.#lastLabel = label.split(':')[0] ?? '';
  }

  clear(): void {
    if (this.#isWatched) process.stderr.write('\r\u001b[K');
  }
}
