import { type DynamoDBStreamsClient, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import { asError } from '../errors.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type HalfShard, isOf } from './half-shard.ts';
import { pollMs, type SharedPages } from './shared-pages.ts';
import { type StreamRecord, toLambdaRecord } from './stream-record.ts';
import type { TableStream } from './table-stream.ts';

/** A page of a half shard, which is finished if the shard is closed and has been read to its end. */
export interface Page {
  readonly records: readonly StreamRecord[];
  /** The last place that was read, of the other half's records as well; null for an empty page. */
  readonly lastSequenceNumber: string | null;
  readonly isFinished: boolean;
  /** How long to wait with the next one where this one is empty. */
  readonly restMs: number;
}

/** Reads half a shard, beginning at its checkpoint. */
export class ShardReader {
  readonly #client: DynamoDBStreamsClient;
  readonly #pages: SharedPages;
  readonly #stream: TableStream;
  readonly #half: HalfShard;
  readonly #startingPosition: 'TRIM_HORIZON' | 'LATEST';
  #iterator: string | null = null;

  constructor(
    client: DynamoDBStreamsClient,
    pages: SharedPages,
    stream: TableStream,
    half: HalfShard,
    startingPosition: 'TRIM_HORIZON' | 'LATEST',
  ) {
    this.#client = client;
    this.#pages = pages;
    this.#stream = stream;
    this.#half = half;
    this.#startingPosition = startingPosition;
  }

  async next(checkpoint: Checkpoint): Promise<Page> {
    this.#iterator ??= await this.#iteratorAt(checkpoint);
    const { answer: page, askedAtMs } = await this.#pages.at(this.#iterator);
    this.#iterator = page.NextShardIterator ?? null;
    const records = (page.Records ?? []).map((record) => toLambdaRecord(record, this.#stream));
    return {
      records: records.filter((record) => isOf(this.#half, record, this.#stream)),
      lastSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber ?? null,
      isFinished: this.#iterator === null,
      restMs: Math.max(1, askedAtMs + pollMs - performance.now()),
    };
  }

  /** The next page begins at the checkpoint again. */
  rewind(): void {
    this.#iterator = null;
  }

  async #iteratorAt(checkpoint: Checkpoint): Promise<string> {
    const sequenceNumber = checkpoint.sequenceNumber(this.#half.name);
    if (sequenceNumber === null) return await this.#iteratorOf({ ShardIteratorType: this.#startingPosition });
    try {
      return await this.#iteratorOf({
        ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
        SequenceNumber: sequenceNumber,
      });
    } catch (error) {
      const isGone = ['TrimmedDataAccessException', 'ValidationException'].includes(asError(error).name);
      if (!isGone) throw error;
      // Everything that the engine still has comes again, so that nothing is left out.
      await checkpoint.forget(this.#half.name);
      return await this.#iteratorOf({ ShardIteratorType: 'TRIM_HORIZON' });
    }
  }

  async #iteratorOf(position: {
    ShardIteratorType: 'TRIM_HORIZON' | 'LATEST' | 'AFTER_SEQUENCE_NUMBER';
    SequenceNumber?: string;
  }): Promise<string> {
    const { ShardIterator } = await this.#client.send(
      new GetShardIteratorCommand({
        StreamArn: this.#stream.engineStreamArn,
        ShardId: this.#half.shardId,
        ...position,
      }),
    );
    if (ShardIterator === undefined) throw new Error(`the engine gave no iterator for ${this.#half.shardId}`);
    return ShardIterator;
  }
}
