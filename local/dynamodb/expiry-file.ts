import { appendFile, readFile } from 'node:fs/promises';
import { writeAtomically } from '../storage/atomic-file.ts';

/** A line of the file: an item is announced, or, with null, forgotten. */
export interface ExpiryLine {
  readonly id: string;
  readonly atMs: number | null;
}

const linesBeforeCompaction = 10_000;

/** The file behind the journal: lines are only added, and now and then it is written anew without the old ones. */
export class ExpiryFile {
  readonly #path: string;
  #lineCount = 0;
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** The lines so far; half a line that a crash left at the end does not count. */
  async read(): Promise<ExpiryLine[]> {
    const text = await readFile(this.#path, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    });
    return text.split('\n').flatMap(parseLine);
  }

  /** Resolves once the lines are in the file; writes keep their order. */
  append(lines: readonly ExpiryLine[]): Promise<void> {
    return this.#write(async () => {
      await appendFile(this.#path, textOf(lines), { mode: 0o600 });
      this.#lineCount += lines.length;
    });
  }

  /** Whether most of a long file is about what is forgotten. */
  isWasteful(liveCount: number): boolean {
    return this.#lineCount > linesBeforeCompaction + 2 * liveCount;
  }

  /** @param lines are asked for when their turn comes, so that they have in them what was appended before */
  replace(lines: () => readonly ExpiryLine[]): Promise<void> {
    return this.#write(async () => {
      const live = lines();
      await writeAtomically(this.#path, textOf(live));
      this.#lineCount = live.length;
    });
  }

  #write(action: () => Promise<void>): Promise<void> {
    const written = this.#lastWrite.then(action);
    this.#lastWrite = written.catch(() => {});
    return written;
  }
}

function textOf(lines: readonly ExpiryLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function parseLine(line: string): ExpiryLine[] {
  try {
    return [JSON.parse(line) as ExpiryLine];
  } catch {
    return [];
  }
}
