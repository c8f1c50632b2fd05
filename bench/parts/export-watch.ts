import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** An event as a line of the audit log has it. */
interface Line {
  readonly eventId: string;
  readonly at: string;
}

const everyMs = 20;

/** Watches the audit log of a laptop server: how long after it happened each change of a key stands in it. */
export class ExportWatch {
  readonly #file: string;
  readonly #known = new Set<string>();
  #delaysMs: number[] = [];
  #isOver = false;

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'logs', 'latchkey', 'audit.jsonl');
    void this.#watch();
  }

  /** Milliseconds of those that have come since it was asked last. */
  take(): readonly number[] {
    const delaysMs = this.#delaysMs;
    this.#delaysMs = [];
    return delaysMs;
  }

  stop(): void {
    this.#isOver = true;
  }

  async #watch(): Promise<void> {
    let file: FileHandle | null = null;
    let [position, rest] = [0, ''];
    const buffer = Buffer.alloc(1 << 20);
    while (!this.#isOver) {
      await sleep(everyMs);
      file ??= await open(this.#file).catch(() => null);
      const { bytesRead = 0 } = (await file?.read(buffer, 0, buffer.length, position)) ?? {};
      position += bytesRead;
      const lines = (rest + buffer.toString('latin1', 0, bytesRead)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#note(JSON.parse(line) as Line);
    }
    await file?.close();
  }

  #note({ eventId, at }: Line): void {
    if (!this.#known.has(eventId)) this.#delaysMs.push(Date.now() - Date.parse(at));
    this.#known.add(eventId);
  }
}
