import { DescribeStreamCommand, type Shard } from '@aws-sdk/client-dynamodb-streams';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cloud, DeployedTable } from '../cloud.ts';
import type { LambdaFunction } from '../functions/lambda-function.ts';
import { type DeliveryPolicy, type DiscardReason, deliver } from './batch-delivery.ts';
import { Checkpoint } from './checkpoint.ts';
import type { EventFilter } from './event-filter.ts';
import { writeToBucket } from './failure-destination.ts';
import { batchesOf } from './record-batches.ts';
import { ShardReader, type StreamNames } from './shard-reader.ts';
import type { StreamRecord } from './stream-record.ts';

export interface StreamMappingDefinition extends StreamNames {
  readonly id: string;
  readonly table: DeployedTable;
  readonly fn: LambdaFunction;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly batchSize: number;
  readonly batchWindowMs: number;
  readonly filter: EventFilter;
  readonly policy: DeliveryPolicy;
  readonly failureBucket: string | null;
}

const idleMs = 150;
const shardDiscoveryMs = 2_000;
const maxRetryDelayMs = 2_000;

/** An event source mapping: polls a table's stream and hands its records to a function. */
export class StreamMapping {
  readonly #definition: StreamMappingDefinition;
  readonly #cloud: Cloud;
  readonly #stopping = new AbortController();
  readonly #reading = new Map<string, Promise<void>>();
  #running: Promise<void> = Promise.resolve();

  constructor(definition: StreamMappingDefinition, cloud: Cloud) {
    this.#definition = definition;
    this.#cloud = cloud;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Resolves once no record is under way any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await Promise.all(this.#reading.values());
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    const { id, streamArn } = this.#definition;
    const checkpoint = await Checkpoint.load(this.#cloud.checkpointFile(id), streamArn);
    while (!this.#isStopped) {
      // While the engine is down there is nothing to discover; the next round tries again.
      const shards = await this.#shards().catch(() => []);
      const ids = new Set(shards.map(({ ShardId }) => ShardId));
      for (const { ShardId: shardId, ParentShardId: parent } of shards) {
        if (shardId === undefined || this.#reading.has(shardId) || checkpoint.isFinished(shardId)) continue;
        // Changes of one item stay in order only if a shard waits for the one it was split from.
        if (parent !== undefined && ids.has(parent) && !checkpoint.isFinished(parent)) continue;
        const reading = this.#readShard(shardId, checkpoint).finally(() => this.#reading.delete(shardId));
        this.#reading.set(shardId, reading);
      }
      await this.#sleep(shards.length === 0 ? idleMs : shardDiscoveryMs);
    }
  }

  async #shards(): Promise<Shard[]> {
    const shards: Shard[] = [];
    let after: string | undefined;
    do {
      const { StreamDescription: stream } = await this.#cloud.dynamodb.streams.send(
        new DescribeStreamCommand({
          StreamArn: this.#definition.engineStreamArn,
          ExclusiveStartShardId: after,
        }),
      );
      shards.push(...(stream?.Shards ?? []));
      after = stream?.LastEvaluatedShardId;
    } while (after !== undefined);
    return shards;
  }

  async #readShard(shardId: string, checkpoint: Checkpoint): Promise<void> {
    const { startingPosition } = this.#definition;
    const reader = new ShardReader(this.#cloud.dynamodb.streams, this.#definition, shardId, startingPosition);
    let retryDelayMs = 200;
    while (!this.#isStopped) {
      try {
        const isFinished = await this.#readBatch(reader, shardId, checkpoint);
        retryDelayMs = 200;
        if (isFinished && !this.#isStopped) return await checkpoint.finish(shardId);
      } catch (error) {
        // The engine is restarting, or the iterator has expired: go on from the checkpoint.
        if (retryDelayMs === 200 && !this.#isStopped) this.#report(error as Error);
        reader.rewind();
        await this.#sleep(retryDelayMs);
        retryDelayMs = Math.min(retryDelayMs * 2, maxRetryDelayMs);
      }
    }
  }

  /** Gathers records for the batch window, at least one page, and delivers them. */
  async #readBatch(reader: ShardReader, shardId: string, checkpoint: Checkpoint): Promise<boolean> {
    const { batchSize, batchWindowMs, filter } = this.#definition;
    const gathered: StreamRecord[] = [];
    const expired: StreamRecord[] = [];
    let lastRead: string | null = null;
    let isFinished = false;
    const deadlineMs = Date.now() + batchWindowMs;
    do {
      const page = await reader.next(checkpoint);
      const records = await this.#attribute(page.records);
      gathered.push(...records.filter(filter));
      expired.push(...records.filter(({ userIdentity }) => userIdentity !== undefined));
      lastRead = page.records.at(-1)?.dynamodb.SequenceNumber ?? lastRead;
      isFinished = page.isFinished;
      if (page.records.length === 0 && !isFinished) await this.#sleep(idleMs);
    } while (gathered.length < batchSize && Date.now() < deadlineMs && !isFinished && !this.#isStopped);
    for (const batch of batchesOf(gathered, batchSize)) {
      if (!this.#isStopped) await this.#deliver(batch, shardId, checkpoint);
    }
    if (lastRead !== null && !this.#isStopped) {
      await checkpoint.advance(shardId, lastRead);
      this.#forget(expired);
    }
    return isFinished;
  }

  /** Says of each removal by TTL that it is one, which the engine does not. */
  async #attribute(records: readonly StreamRecord[]): Promise<StreamRecord[]> {
    const { name, ttlAttribute } = this.#definition.table;
    if (ttlAttribute === null) return [...records];
    const { expiries } = this.#cloud;
    return await Promise.all(records.map((record) => expiries.attribute({ name, ttlAttribute }, record)));
  }

  #forget(expired: readonly StreamRecord[]): void {
    const { id, table } = this.#definition;
    const { name, ttlAttribute } = table;
    if (ttlAttribute !== null) this.#cloud.expiries.seen(id, { name, ttlAttribute }, expired);
  }

  #deliver(batch: readonly StreamRecord[], shardId: string, checkpoint: Checkpoint): Promise<void> {
    const { fn, policy } = this.#definition;
    return deliver(batch, policy, {
      invoke: (records) => fn.invoke({ Records: records }),
      advance: (sequenceNumber) => checkpoint.advance(shardId, sequenceNumber),
      discard: (records, reason, invokeCount) => this.#discard(shardId, records, reason, invokeCount),
      sleep: (ms) => this.#sleep(ms),
      nowMs: Date.now,
      isStopped: () => this.#isStopped,
    });
  }

  async #discard(
    shardId: string,
    records: readonly StreamRecord[],
    reason: DiscardReason,
    invokeCount: number,
  ): Promise<void> {
    const { id, streamArn, fn, failureBucket } = this.#definition;
    const { name, arn } = fn.definition;
    console.error(`${name}: gave up on ${records.length} stream records (${reason})`);
    if (failureBucket === null) return;
    const givenUp = { mappingId: id, shardId, streamArn, functionArn: arn, records, reason, invokeCount };
    await writeToBucket(this.#cloud, failureBucket, givenUp);
  }

  /** Only the kind of error: its message may quote a record. */
  #report(error: Error): void {
    console.error(
      `${this.#definition.fn.definition.name}: cannot read its stream (${error.name}); trying again`,
    );
  }

  async #sleep(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => {});
  }
}
