import type { ApiKeyId } from '../contract/brands.ts';
import type { UsageEntry } from '../contract/usage.ts';
import type { ListPart } from '../domain/list-part.ts';
import { isIsoTime } from '../domain/time.ts';
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

/** A call in the list of a key's calls. */
export interface UsagePlace {
  /** Newer calls have greater ones. */
  readonly position: string;
  readonly entry: UsageEntry;
}

/** Calls, newest first, page by page; every call comes once. */
export type ListUsage = (range: UsageRange) => AsyncGenerator<ListPart<UsagePlace>>;

type EntryChunk = StoredUsageChunk<'entries'>;
/** What follows the time in a position: the line, or the end of all lines of that time. */
const behindTimePattern = /^#(?:[0-9a-f]{16}|~)$/;
/** The newest day may have enough; the more days are empty, the more are asked. */
const daysAtOnce = { first: 1, most: 8 };

/** True for what a position of the list may be. */
export function isUsagePosition(text: string): boolean {
  return isIsoTime(text.slice(0, 24)) && behindTimePattern.test(text.slice(24));
}

export function createUsageLister(table: UsageTable, now: Clock['now']): ListUsage {
  return (range) => {
    const { apiKeyId, from, after } = range;
    const to = after === null ? range.to : Math.min(range.to, timeOf(after));
    // A chunk is found by its newest call, and the calls that are asked for may be its older ones.
    const query = { apiKeyId, newestFrom: from, newestTo: to + maxChunkSpanMs, part: 'entries' } as const;
    return newestDayFirst({ from, to }, daysAtOnce, (day) =>
      merge(queryUsageChunks(table, { ...query, day }, now), (place) => isWithin(range, place)),
    );
  };
}

/**
 * Brings the calls of a day's chunks into one order. Chunks of several log streams overlap in time: a call is
 * given out once it is newer than the newest of every chunk still to come. A line that is in several chunks stands at
 * one place.
 */
async function* merge(
  pages: AsyncIterable<EntryChunk[]>,
  isWanted: (place: UsagePlace) => boolean,
): AsyncGenerator<ListPart<UsagePlace>> {
  let held: UsagePlace[] = [];
  for await (const chunks of pages) {
    const last = chunks.at(-1);
    if (last === undefined) continue;
    held = ordered([...held, ...chunks.flatMap(placesOf).filter(isWanted)]);
    const mark = `${last.name.slice(0, 24)}#~`;
    yield { items: held.filter(({ position }) => position > mark), end: mark };
    held = held.filter(({ position }) => position < mark);
  }
  yield { items: held, end: null };
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

/** Epoch milliseconds. */
function timeOf(position: string): number {
  return Date.parse(position.slice(0, 24));
}
