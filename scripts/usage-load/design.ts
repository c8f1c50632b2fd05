import { callsAdmitted, functionsPerCall } from '../capacity/demand.ts';
import { dynamodb, lambda } from '../capacity/limits.ts';
import type { Load } from './deliveries.ts';
import type { Demand } from './demand.ts';
import { registryIndexes, type Simulated } from './simulate.ts';

/** How near a load comes to a limit. */
export interface Nearness {
  readonly limit: string;
  /** 1 is the limit itself. */
  readonly share: number;
}

/** What a load costs and reaches, with last use kept in one place or the other. */
export interface Outcome {
  /** Write units a second, on average. */
  readonly units: number;
  /** Of them, and in the busiest second, on the Registry and its indexes. */
  readonly registryUnits: number;
  readonly registryPeak: number;
  /** The nearest one first. */
  readonly limits: readonly Nearness[];
  /** The share of seconds in which a change of a key can be refused for usage. */
  readonly refusing: number;
}

/** Last use in the key's record, which four indexes hold whole, three of them in one partition each. */
export function inRecord(load: Load, simulated: Simulated): Outcome {
  const { chunks, slices, attempts, noted } = simulated;
  return {
    units: chunks.mean + slices.mean + attempts.mean + registryIndexes * noted.mean,
    registryUnits: attempts.mean + registryIndexes * noted.mean,
    registryPeak: attempts.peak + registryIndexes * noted.peak,
    limits: nearest([
      ['a partition of an index of Registry', noted.peak / dynamodb.partitionWrites],
      ['a new table Registry', attempts.peak / dynamodb.freshWrites],
      ['a new table Usage', (chunks.peak + slices.peak) / dynamodb.freshWrites],
      ['one key’s record', simulated.mostAttemptsOfItem / dynamodb.partitionWrites],
      ...common(load, simulated),
    ]),
    refusing: Math.max(noted.shortOf(dynamodb.partitionWrites), attempts.shortOf(dynamodb.freshWrites)),
  };
}

/** Last use in an item of its own in Usage, with an index of keys alone, by day and shard. */
export function inItem(load: Load, simulated: Simulated): Outcome {
  const { chunks, slices, attempts, indexed, indexedInShard } = simulated;
  const peakOf = (demand: Demand) => demand.peak;
  return {
    units: chunks.mean + slices.mean + attempts.mean + indexed.mean,
    registryUnits: 0,
    registryPeak: 0,
    limits: nearest([
      [
        'a partition of the index of Usage',
        Math.max(0, ...indexedInShard.map(peakOf)) / dynamodb.partitionWrites,
      ],
      ['a new index of Usage', indexed.peak / dynamodb.freshWrites],
      ['a new table Usage', (chunks.peak + slices.peak + attempts.peak) / dynamodb.freshWrites],
      ['one key’s item of last use', simulated.mostAttemptsOfItem / dynamodb.partitionWrites],
      ...common(load, simulated),
    ]),
    refusing: 0,
  };
}

function common({ callsPerSecond }: Load, simulated: Simulated): [limit: string, share: number][] {
  const admitted = callsAdmitted(lambda.defaultConcurrency, null);
  const runs = callsPerSecond + simulated.deliveries.mean / functionsPerCall;
  return [
    ['slices of a minute', simulated.mostSlicesOfShard / dynamodb.partitionWrites],
    ['one key’s chunks of a day', simulated.mostChunksOfKey / dynamodb.partitionWrites],
    ['Lambda concurrency of 1,000', runs / admitted],
  ];
}

function nearest(limits: readonly (readonly [limit: string, share: number])[]): Nearness[] {
  return limits
    .map(([limit, share]) => ({ limit, share }))
    .toSorted((left, right) => right.share - left.share);
}
