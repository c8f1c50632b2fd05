import type { UsageOutcome } from '../../contract/usage.ts';
import { type LineId, maxChunkSpanMs, type UsageChunk } from './usage-chunk.ts';

/** What is counted of a chunk; one that was written before lines had ids has none. */
export type CountedChunk = Pick<UsageChunk, 'name' | 'counts' | 'repeats'> & {
  readonly lines: UsageChunk['lines'] | null;
};

const outcomes: readonly UsageOutcome[] = ['success', 'denied', 'error'];

/**
 * Counts the calls of a key and day, each line once, however often and in whatever company it was delivered. Chunks
 * come newest first. It remembers the lines of those alone that can share one with a chunk to come.
 */
export class CallCounter {
  readonly counts: Record<UsageOutcome, number> = { success: 0, denied: 0, error: 0 };
  readonly #seen = new Set<LineId>();
  readonly #recent: { readonly newestMs: number; readonly lines: readonly LineId[] }[] = [];

  add({ name, counts, lines, repeats }: CountedChunk): void {
    const newestMs = newestOf(name);
    this.#forgetAfter(newestMs + maxChunkSpanMs);
    if (lines === null) {
      for (const outcome of outcomes) this.counts[outcome] += counts[outcome];
      return;
    }
    for (const outcome of outcomes) {
      const fresh = lines[outcome].filter((line) => !this.#seen.has(line));
      for (const line of fresh) this.#seen.add(line);
      for (const line of fresh) this.counts[outcome] += 1 + (repeats[line] ?? 0);
      this.#recent.push({ newestMs, lines: fresh });
    }
  }

  /** A chunk's calls lie within `maxChunkSpanMs` before its newest. */
  #forgetAfter(timeMs: number): void {
    while ((this.#recent[0]?.newestMs ?? 0) > timeMs) {
      for (const line of this.#recent.shift()?.lines ?? []) this.#seen.delete(line);
    }
  }
}

function newestOf(name: string): number {
  return Date.parse(name.slice(0, name.indexOf('#')));
}
