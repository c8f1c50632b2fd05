import { indexKeys } from '../../lambdas/contract/tables.ts';
import type { ApiKeyId } from '../../lambdas/contract/brands.ts';
import { noteIntervalMs, shardedDayOf } from '../../lambdas/domain/usage/last-use.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { sliceShards } from '../../lambdas/store/usage-slices.ts';
import { deliveriesOf, type Load } from './deliveries.ts';
import { Demand } from './demand.ts';
import { pipeline } from './pipeline.ts';
import { seededIntegers } from './random.ts';

/** Two minutes before a UTC day ends: the next day begins within every simulation. */
const beginMs = Date.parse('2027-06-15T23:58:00.000Z');

/** What a load asks of the tables. A write is one unit: all items and index entries here are below 1 KB. */
export interface Simulated {
  readonly deliveries: Demand;
  /** Environments of the recorder. */
  readonly recorders: number;
  /** Chunks of calls. */
  readonly chunks: Demand;
  /** Of one key's in a second, at most: a key's chunks of a day are one partition. */
  readonly mostChunksOfKey: number;
  /** Of all keys' calls: one for each minute that a delivery has calls of, and each recorder's mark of a minute. */
  readonly slices: Demand;
  /** Of one partition of a minute's in a second, at most: a delivery is in any of them. */
  readonly mostSlicesOfShard: number;
  /** Last uses: each attempt is paid for, also one that finds that another environment was first. */
  readonly attempts: Demand;
  readonly mostAttemptsOfItem: number;
  /** Attempts that were written. */
  readonly noted: Demand;
  /** Entries of the index by day, and those of its busiest partition. */
  readonly indexed: Demand;
  readonly indexedInShard: readonly Demand[];
}

/** Indexes of the Registry that hold whole records, and so the time of last use where the record had it. */
export const registryIndexes = Object.keys(indexKeys).length;

/**
 * Runs the lines of a load through recorders that remember as theirs do, with nothing refused. At the beginning nothing
 * is remembered and every key is due, as after lines have been late for a minute.
 */
export function simulate(load: Load): Simulated {
  const { keys, seconds, callsPerSecond } = load;
  const perSecond = callsPerSecond / pipeline.linesPerDelivery;
  const recorders = Math.max(1, Math.ceil((perSecond * pipeline.recorderMs) / 1000));
  const pickRecorder = seededIntegers(2);
  const remembered = Array.from({ length: recorders }, () => new Float64Array(keys).fill(-Infinity));
  const notedMs = new Float64Array(keys).fill(-Infinity);
  const ids = idsOf(keys);
  const listed = ids.map((apiKeyId) => shardedDayOf({ apiKeyId, usedAtMs: beginMs }));
  const shards = new Map<string, Demand>();
  const [chunksOfKey, attemptsOfItem] = [new Busiest(keys), new Busiest(keys)];
  const [slicesOfShard, pickShard] = [new Busiest(sliceShards), seededIntegers(4)];
  const marked = Array.from({ length: recorders }, () => new Set<number>());
  const demand = () => new Demand(seconds);
  const result = {
    deliveries: demand(),
    chunks: demand(),
    slices: demand(),
    attempts: demand(),
    noted: demand(),
    indexed: demand(),
  };
  const index = (shard: string, atMs: number) => {
    const partition = shards.get(shard) ?? demand();
    partition.add(atMs, 1);
    shards.set(shard, partition);
    result.indexed.add(atMs, 1);
  };

  for (const { atMs, keys: lines, timesMs } of deliveriesOf(load)) {
    result.deliveries.add(atMs, 1);
    const recorder = pickRecorder(recorders);
    const memory = remembered[recorder];
    for (const minute of new Set(timesMs.map((timeMs) => Math.floor(timeMs / minuteMs)))) {
      const isNew = marked[recorder]?.has(minute) === false;
      marked[recorder]?.add(minute);
      result.slices.add(atMs, isNew ? 2 : 1);
      slicesOfShard.add(pickShard(sliceShards), atMs);
    }
    const uses = new Map(lines.map((key, line) => [key, timesMs[line] ?? 0]));
    for (const [key, usedAtMs] of uses) {
      result.chunks.add(atMs, 1);
      chunksOfKey.add(key, atMs);
      if (memory === undefined || usedAtMs - (memory[key] ?? 0) < noteIntervalMs) continue;
      result.attempts.add(atMs, 1);
      attemptsOfItem.add(key, atMs);
      if (usedAtMs - (notedMs[key] ?? 0) >= noteIntervalMs) {
        result.noted.add(atMs, 1);
        notedMs[key] = usedAtMs;
        const [from, apiKeyId] = [listed[key] ?? '', ids[key] ?? ('' as ApiKeyId)];
        const to = shardedDayOf({ apiKeyId, usedAtMs: beginMs + usedAtMs });
        if (from !== to) {
          index(from, atMs);
          index(to, atMs);
          listed[key] = to;
        }
      }
      memory[key] = notedMs[key] ?? 0;
    }
  }
  return {
    ...result,
    recorders,
    mostSlicesOfShard: slicesOfShard.most,
    mostChunksOfKey: chunksOfKey.most,
    mostAttemptsOfItem: attemptsOfItem.most,
    indexedInShard: [...shards.values()],
  };
}

/** Ids whose first digits are random, as those of keys are. */
function idsOf(count: number): ApiKeyId[] {
  const digit = seededIntegers(3);
  return Array.from(
    { length: count },
    (_, key) => `${digit(16).toString(16)}${String(key).padStart(7, '0')}` as ApiKeyId,
  );
}

/** The most that one of many is asked for in a second. */
class Busiest {
  readonly #second: Int32Array;
  readonly #count: Int32Array;
  most = 0;

  constructor(size: number) {
    this.#second = new Int32Array(size).fill(-1);
    this.#count = new Int32Array(size);
  }

  add(which: number, atMs: number): void {
    const second = Math.floor(atMs / 1000);
    const count = this.#second[which] === second ? (this.#count[which] ?? 0) + 1 : 1;
    this.#second[which] = second;
    this.#count[which] = count;
    this.most = Math.max(this.most, count);
  }
}
