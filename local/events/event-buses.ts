import { join } from 'node:path';
import { appendLines } from '../logs/log-file.ts';

/** Longer names of files are not possible everywhere. */
const maxNameLength = 200;

/** What was put onto event buses: one line per event, in a file of each bus. */
export class EventBuses {
  readonly #folder: string;
  readonly #lastWrites = new Map<string, Promise<unknown>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Resolves once the events are in the file. */
  async put(bus: string, events: readonly object[]): Promise<void> {
    const path = join(this.#folder, `${encodeURIComponent(bus).slice(0, maxNameLength)}.jsonl`);
    const text = events.map((event) => `${JSON.stringify(event)}\n`).join('');
    const previous = this.#lastWrites.get(path) ?? Promise.resolve();
    const written = previous.then(() => appendLines(path, text));
    this.#lastWrites.set(
      path,
      written.catch(() => {}),
    );
    await written;
  }
}
