import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import { sleep } from '../background.ts';
import { asError } from '../errors.ts';
import type { LambdaFunction } from '../functions/lambda-function.ts';
import type { Bucket } from '../storage/buckets.ts';
import { type DeliveryPolicy, type DiscardReason, deliver } from './batch-delivery.ts';
import { Checkpoint } from './checkpoint.ts';
import type { EventFilter } from './event-filter.ts';
import { writeToBucket } from './failure-destination.ts';
import { batchesOf } from './record-batches.ts';
import { type HalfShard, halvesOf } from './half-shard.ts';
import { ShardReader } from './shard-reader.ts';
import { pollMs, type SharedPages } from './shared-pages.ts';
import type { StreamRecord } from './stream-record.ts';
import type { TableStream } from './table-stream.ts';

export interface StreamMappingDefinition {
  readonly id: string;
  readonly stream: TableStream;
  readonly fn: LambdaFunction;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly batchSize: number;
  readonly batchWindowMs: number;
  readonly filter: EventFilter;
  readonly policy: DeliveryPolicy;
  readonly failureBucket: Bucket | null;
  /** The file with its progress. */
  readonly checkpointFile: string;
}

const shardDiscoveryMs = 2_000;
const maxRetryDelayMs = 2_000;

/** An event source mapping: polls a table's stream and hands its records to a function. */
export class StreamMapping {
  readonly #definition: StreamMappingDefinition;
  readonly #client: DynamoDBStreamsClient;
  readonly #pages: SharedPages;
  readonly #signal: AbortSignal;

  constructor(
    definition: StreamMappingDefinition,
    client: DynamoDBStreamsClient,
    pages: SharedPages,
    signal: AbortSignal,
  ) {
    this.#definition = definition;
    this.#client = client;
    this.#pages = pages;
    this.#signal = signal;
  }

  /** Resolves once the signal has come and no record is under way any more. */
  async run(): Promise<void> {
    const { checkpointFile, stream } = this.#definition;
    const checkpoint = await Checkpoint.load(checkpointFile, stream.streamArn);
    const reading = new Map<string, Promise<void>>();
    while (!this.#signal.aborted) {
      // This fails while the engine is down. The next round tries again.
      const shards = await this.#shards().catch(() => []);
      const ids = new Set(shards.map(({ ShardId }) => ShardId));
      for (const { ShardId: shardId, ParentShardId: parent } of shards) {
        if (shardId === undefined) continue;
        // A shard waits for the one that it was split from: the changes of an item must stay in order.
        const before = parent !== undefined && ids.has(parent) ? halvesOf(parent) : [];
        if (before.some(({ name }) => !checkpoint.isFinished(name))) continue;
        for (const half of halvesOf(shardId)) {
          const { name } = half;
          if (reading.has(name) || checkpoint.isFinished(name)) continue;
          reading.set(
            name,
            this.#readShard(half, checkpoint).finally(() => reading.delete(name)),
          );
        }
      }
      await sleep(shards.length === 0 ? pollMs : shardDiscoveryMs, this.#signal);
    }
    await Promise.all(reading.values());
  }

  async #shards(): Promise<Shard[]> {
    const shards: Shard[] = [];
    let after: string | undefined;
    do {
      const { StreamDescription: stream } = await this.#client.send(
        new DescribeStreamCommand({
          StreamArn: this.#definition.stream.engineStreamArn,
          ExclusiveStartShardId: after,
        }),
      );
      shards.push(...(stream?.Shards ?? []));
      after = stream?.LastEvaluatedShardId;
    } while (after !== undefined);
    return shards;
  }

  async #readShard(half: HalfShard, checkpoint: Checkpoint): Promise<void> {
    const { stream, startingPosition } = this.#definition;
    const reader = new ShardReader(this.#client, this.#pages, stream, half, startingPosition);
    let retryDelayMs = 200;
    while (!this.#signal.aborted) {
      try {
        const isFinished = await this.#readBatch(reader, half, checkpoint);
        retryDelayMs = 200;
        if (isFinished && !this.#signal.aborted) return await checkpoint.finish(half.name);
      } catch (error) {
        // The engine is restarting, or the iterator has expired. The checkpoint says where to go on.
        if (retryDelayMs === 200 && !this.#signal.aborted) this.#report(error);
        reader.rewind();
        await sleep(retryDelayMs, this.#signal);
        retryDelayMs = Math.min(retryDelayMs * 2, maxRetryDelayMs);
      }
    }
  }

  /** Gathers records for the duration of the batch window, at least one page, and delivers them. */
  async #readBatch(reader: ShardReader, half: HalfShard, checkpoint: Checkpoint): Promise<boolean> {
    const { batchSize, batchWindowMs, filter } = this.#definition;
    const gathered: StreamRecord[] = [];
    let lastRead: string | null = null;
    let isFinished = false;
    const deadlineMs = Date.now() + batchWindowMs;
    do {
      const page = await reader.next(checkpoint);
      gathered.push(...page.records.filter(filter));
      lastRead = page.lastSequenceNumber ?? lastRead;
      isFinished = page.isFinished;
      if (page.lastSequenceNumber === null && !isFinished) await sleep(page.restMs, this.#signal);
    } while (gathered.length < batchSize && Date.now() < deadlineMs && !isFinished && !this.#signal.aborted);
    for (const batch of batchesOf(gathered, batchSize)) {
      if (!this.#signal.aborted) await this.#deliver(batch, half, checkpoint);
    }
    if (lastRead !== null && !this.#signal.aborted) await checkpoint.advance(half.name, lastRead);
    return isFinished;
  }

  #deliver(batch: readonly StreamRecord[], half: HalfShard, checkpoint: Checkpoint): Promise<void> {
    const { fn, policy } = this.#definition;
    return deliver(batch, policy, {
      invoke: (records) => fn.invoke({ Records: records }),
      advance: (sequenceNumber) => checkpoint.advance(half.name, sequenceNumber),
      discard: (records, reason, invokeCount) => this.#discard(half.shardId, records, reason, invokeCount),
      sleep: (ms) => sleep(ms, this.#signal),
      nowMs: Date.now,
      isStopped: () => this.#signal.aborted,
    });
  }

  async #discard(
    shardId: string,
    records: readonly StreamRecord[],
    reason: DiscardReason,
    invokeCount: number,
  ): Promise<void> {
    const { id, stream, fn, failureBucket } = this.#definition;
    const { name, arn } = fn.definition;
    const count = records.length === 1 ? '1 stream record' : `${records.length} stream records`;
    console.error(`${name}: gave up on ${count} (${reason})`);
    if (failureBucket === null) return;
    const { streamArn } = stream;
    const givenUp = { mappingId: id, shardId, streamArn, functionArn: arn, records, reason, invokeCount };
    await writeToBucket(failureBucket, givenUp);
  }

  /** Prints the error's name only, since its message may quote a record. */
  #report(error: unknown): void {
    const { name } = this.#definition.fn.definition;
    console.error(`${name}: cannot read its stream (${asError(error).name}); trying again`);
  }
}
