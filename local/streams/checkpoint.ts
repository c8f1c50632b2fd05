import { readJson, writeAtomically } from '../storage/atomic-file.ts';

interface Progress {
  readonly streamArn: string;
  readonly shards: Record<string, { readonly sequenceNumber: string | null; readonly isFinished: boolean }>;
}

/** How far a mapping has come in each shard of its stream; survives a crash of the server. */
export class Checkpoint {
  readonly #path: string;
  readonly #progress: Progress;
  #lastSave: Promise<void> = Promise.resolve();

  private constructor(path: string, progress: Progress) {
    this.#path = path;
    this.#progress = progress;
  }

  /** Progress in another stream, such as that of a table before it was created anew, does not count. */
  static async load(path: string, streamArn: string): Promise<Checkpoint> {
    const stored = (await readJson(path).catch(() => null)) as Progress | null;
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

  /** For a place that the stream no longer has. */
  async forget(shardId: string): Promise<void> {
    delete this.#progress.shards[shardId];
    await this.#save();
  }

  /** One after the other, so that the file never goes back to an older state. */
  #save(): Promise<void> {
    const saved = this.#lastSave.then(() =>
      writeAtomically(this.#path, `${JSON.stringify(this.#progress)}\n`),
    );
    this.#lastSave = saved.catch(() => {});
    return saved;
  }
}
