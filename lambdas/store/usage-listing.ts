import type { ApiKeyId } from '../contract/brands.ts';
import type { UsageEntry } from '../contract/usage.ts';
import { maxChunkSpanMs, shortHash } from '../domain/usage/usage-chunk.ts';
import type { Clock } from '../domain/ports.ts';
import type { UsageTable } from './client.ts';
import { newestDayFirst } from './newest-day-first.ts';
import { queryUsageChunks, type StoredUsageChunk } from './usage-chunks.ts';

export interface UsageRange {
  readonly apiKeyId: ApiKeyId;
  /** Epoch milliseconds, both included. */
  readonly from: number;
  readonly to: number;
  /** Position that the list goes on behind, one for which `isUsagePosition` holds; null for its beginning. */
  readonly after: string | null;
}

/** A place in the list of a key's calls. */
export interface UsagePlace {
  /** Newer places have greater ones. */
  readonly position: string;
  /** Null for a mark: all that is newer has been given out, so the list can be left and gone on with here. */
  readonly entry: UsageEntry | null;
}

/** Calls, newest first, page by page, with marks between them; every call comes once. */
export type ListUsage = (range: UsageRange) => AsyncGenerator<UsagePlace[]>;

type EntryChunk = StoredUsageChunk<'entries'>;
/** Where an entry stands: its time and line. A mark stands before all entries of its time, or behind them. */
const positionPattern = /^(?<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)#(?:[0-9a-f]{16}|~)?$/;
/** The newest day may have enough; the more days are empty, the more are asked. */
const daysAtOnce = { first: 1, most: 8 };

/** True for what a `position` may be; one that a cursor brings back need not be ours. */
export function isUsagePosition(text: string): boolean {
  return !Number.isNaN(timeOf(text));
}

export function createUsageLister(table: UsageTable, now: Clock['now']): ListUsage {
  return (range) => {
    const { apiKeyId, from, after } = range;
    const to = after === null ? range.to : Math.min(range.to, timeOf(after));
    // A chunk is found by its newest call, and the calls that are asked for may be its older ones.
    const query = { apiKeyId, newestFrom: from, newestTo: to + maxChunkSpanMs, part: 'entries' } as const;
    return newestDayFirst({ from, to }, daysAtOnce, (day) =>
      merge(day, queryUsageChunks(table, { ...query, day }, now), (place) => isWithin(range, place)),
    );
  };
}

/**
 * Brings the calls of a day's chunks into one order. Chunks of several log streams overlap in time: a call is
 * given out once it is newer than the newest of every chunk still to come. A line that is in several chunks stands at
 * one place.
 */
async function* merge(
  day: string,
  pages: AsyncIterable<EntryChunk[]>,
  isWanted: (place: UsagePlace) => boolean,
): AsyncGenerator<UsagePlace[]> {
  let held: UsagePlace[] = [];
  for await (const chunks of pages) {
    const last = chunks.at(-1);
    if (last === undefined) continue;
    held = ordered([...held, ...chunks.flatMap(placesOf).filter(isWanted)]);
    const mark = `${last.name.slice(0, 24)}#~`;
    yield [...held.filter(({ position }) => position > mark), { position: mark, entry: null }];
    held = held.filter(({ position }) => position < mark);
  }
  yield [...held, { position: `${day}T00:00:00.000Z#`, entry: null }];
}

/** Newest first, each place once. */
function ordered(places: readonly UsagePlace[]): UsagePlace[] {
  const once = new Map(places.map((place) => [place.position, place]));
  return [...once.values()].toSorted((left, right) => (left.position < right.position ? 1 : -1));
}

/** Calls of one moment are ordered by their lines, which never change. */
function placesOf({ name, entries, lines }: EntryChunk): UsagePlace[] {
  const next = { success: 0, denied: 0, error: 0 };
  return entries.map((entry, at) => {
    // All lines of an outcome are kept in detail, or none.
    const line = lines?.[entry.outcome][next[entry.outcome]++] ?? shortHash(`${name}#${at}`);
    return { position: `${entry.at}#${line}`, entry };
  });
}

function isWithin({ from, to, after }: UsageRange, { position }: UsagePlace): boolean {
  const time = timeOf(position);
  return time >= from && time <= to && (after === null || position < after);
}

/** Epoch milliseconds; not a number for what is no position. */
function timeOf(position: string): number {
  return Date.parse(positionPattern.exec(position)?.groups?.['at'] ?? '');
}
