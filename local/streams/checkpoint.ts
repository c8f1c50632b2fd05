import * as z from 'zod';
import { readJson, writeAtomically } from '../storage/atomic-file.ts';

const storedProgress = z.object({
  streamArn: z.string(),
  shards: z.record(z.string(), z.object({ sequenceNumber: z.string().nullable(), isFinished: z.boolean() })),
});

type Progress = z.infer<typeof storedProgress>;

/** How far a mapping has come in each shard of its stream. It survives a crash of the server. */
export class Checkpoint {
  readonly #path: string;
  readonly #progress: Progress;
  #lastSave: Promise<void> = Promise.resolve();

  private constructor(path: string, progress: Progress) {
    this.#path = path;
    this.#progress = progress;
  }

  /**
   * Begins anew where the file is damaged, or is about another stream: that of a table which was deleted and created
   * again, for instance.
   */
  static async load(path: string, streamArn: string): Promise<Checkpoint> {
    const { data: stored } = storedProgress.safeParse(await readJson(path).catch(() => null));
    return new Checkpoint(path, stored?.streamArn === streamArn ? stored : { streamArn, shards: {} });
  }

  sequenceNumber(shardId: string): string | null {
    return this.#progress.shards[shardId]?.sequenceNumber ?? null;
  }

  isFinished(shardId: string): boolean {
    return this.#progress.shards[shardId]?.isFinished ?? false;
  }

  async advance(shardId: string, sequenceNumber: string): Promise<void> {
    this.#progress.shards[shardId] = { sequenceNumber, isFinished: false };
    await this.#save();
  }

  async finish(shardId: string): Promise<void> {
    this.#progress.shards[shardId] = { sequenceNumber: this.sequenceNumber(shardId), isFinished: true };
    await this.#save();
  }

  /** Forgets a place that the stream no longer has. */
  async forget(shardId: string): Promise<void> {
    delete this.#progress.shards[shardId];
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
