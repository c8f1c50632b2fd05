import type { Clock } from '../domain/ports.ts';
import type { RankedKeys } from '../domain/usage/key-ranking.ts';
import type { Period } from '../domain/usage/period.ts';
import type { UsageCounts } from '../domain/usage/usage-chunk.ts';
import {
  callsOf,
  type CountedKey,
  type RankedBy,
  type UsageTally,
  type UsageTotals,
} from '../domain/usage/usage-tally.ts';
import type { UsageTable } from './client.ts';
import { unpackKeys } from './packed-usage.ts';
import type { ReadingAllowance } from './reading-allowance.ts';
import { queryUsage, type UsagePartition } from './usage-pages.ts';
import { keyPartition, mostNamed } from './usage-tallies.ts';

/** A period as its own item tells it: what all keys were used for, and all keys or the first of them. */
export interface StoredTally extends UsageTotals {
  readonly period: Period;
  /** Null where they are in items of their own. */
  readonly keys: Iterable<CountedKey> | null;
  readonly busiest: RankedKeys;
  readonly mostRefused: RankedKeys;
}

/** The periods of an hour, a day or a month that were counted. */
export async function readTallies(
  table: UsageTable,
  partition: UsagePartition,
  allowance: ReadingAllowance,
  now: Clock['now'],
): Promise<StoredTally[]> {
  return (await queryUsage(table, partition, allowance, now)).map(storedTally);
}

/** All keys of a period, wherever they are. */
export async function withKeys(
  table: UsageTable,
  { period, keys, counts, codes, apis }: StoredTally,
  allowance: ReadingAllowance,
  now: Clock['now'],
): Promise<UsageTally> {
  const totals = { counts, codes, apis };
  if (keys !== null) return { ...totals, keys };
  const parts = await queryUsage(table, { pk: keyPartition(period) }, allowance, now);
  return { ...totals, keys: unpacked(...parts.map((part) => part['keys'])) };
}

/** A period as it was just counted. */
export function wholeTally(period: Period, tally: UsageTally): StoredTally {
  const all = { keys: tally.keys, others: null };
  const { counts, codes, apis, keys } = tally;
  return { period, counts, codes, apis, keys, busiest: all, mostRefused: all };
}

function storedTally(item: Readonly<Record<string, unknown>>): StoredTally {
  const { sk, counts, codes, apis } = item;
  const keys = item['keys'] === undefined ? null : unpacked(item['keys']);
  const ranked = (name: 'busiest' | 'mostRefused', by: RankedBy): RankedKeys =>
    keys === null ? namedIn(item[name], by) : { keys, others: null };
  return {
    period: String(sk),
    counts: counts as UsageCounts,
    codes: new Map(Object.entries(codes as Record<string, number>)),
    apis: new Map(Object.entries(apis as Record<string, UsageCounts>)),
    keys,
    busiest: ranked('busiest', 'total'),
    mostRefused: ranked('mostRefused', 'denied'),
  };
}

function namedIn(packed: unknown, by: RankedBy): RankedKeys {
  const keys = [...unpacked(packed)];
  const last = keys[mostNamed - 1];
  return { keys, others: last === undefined ? 0 : callsOf(last[1], by) };
}

export function unpacked(...packed: readonly unknown[]): Iterable<CountedKey> {
  return {
    *[Symbol.iterator]() {
      for (const part of packed) yield* unpackKeys(part as Uint8Array);
    },
  };
}
