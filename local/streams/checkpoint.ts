import * as z from 'zod';
import { readJson, writeAtomically } from '../storage/atomic-file.ts';
import { halvesOf } from './half-shard.ts';

const storedProgress = z.object({
  streamArn: z.string(),
  shards: z.record(z.string(), z.object({ sequenceNumber: z.string().nullable(), isFinished: z.boolean() })),
});

type Progress = z.infer<typeof storedProgress>;
type ShardProgress = Progress['shards'][string];

/** What an earlier server wrote of a whole shard holds for its halves. */
function inHalves([name, progress]: [string, ShardProgress]): [string, ShardProgress][] {
  return name.includes('#') ? [[name, progress]] : halvesOf(name).map((half) => [half.name, progress]);
}

/** How far a mapping has come in each half shard of its stream. It survives a crash of the server. */
export class Checkpoint {
  readonly #path: string;
  readonly #progress: Progress;
  #lastSave: Promise<void> = Promise.resolve();

  private constructor(path: string, progress: Progress) {
    this.#path = path;
    this.#progress = progress;
  }

  /** Begins anew where the file is damaged, or about the stream of a table that was deleted. */
  static async load(path: string, streamArn: string): Promise<Checkpoint> {
    const { data: stored } = storedProgress.safeParse(await readJson(path).catch(() => null));
    if (stored?.streamArn !== streamArn) return new Checkpoint(path, { streamArn, shards: {} });
    return new Checkpoint(path, {
      streamArn,
      shards: Object.fromEntries(Object.entries(stored.shards).flatMap(inHalves)),
    });
  }

  sequenceNumber(name: string): string | null {
    return this.#progress.shards[name]?.sequenceNumber ?? null;
  }

  isFinished(name: string): boolean {
    return this.#progress.shards[name]?.isFinished ?? false;
  }

  async advance(name: string, sequenceNumber: string): Promise<void> {
    this.#progress.shards[name] = { sequenceNumber, isFinished: false };
    await this.#save();
  }

  async finish(name: string): Promise<void> {
    this.#progress.shards[name] = { sequenceNumber: this.sequenceNumber(name), isFinished: true };
    await this.#save();
  }

  /** Forgets a place that the stream no longer has. */
  async forget(name: string): Promise<void> {
    delete this.#progress.shards[name];
    await this.#save();
  }

  /** Saves one after the other, so that the file never goes back to an older state. */
  #save(): Promise<void> {
    const saved = this.#lastSave.then(() =>
      writeAtomically(this.#path, `${JSON.stringify(this.#progress)}\n`),
    );
    this.#lastSave = saved.catch(() => {});
    return saved;
  }
}
