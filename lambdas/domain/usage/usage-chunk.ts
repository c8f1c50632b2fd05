import { createHash } from 'node:crypto';
import type { ApiKeyId } from '../../contract/brands.ts';
import type { UsageDetail, UsageEntry, UsageOutcome } from '../../contract/usage.ts';
import { dayOf, minuteMs } from '../time.ts';
import type { ReportedCall } from './usage-line.ts';

/** Calls by their outcome. */
export type UsageCounts = Readonly<Record<UsageOutcome, number>>;

/**
 * Lines by the outcome of their calls. CloudWatch Logs delivers a line at least once, and not always beside the same
 * others: by its id a reader tells that it has had it.
 */
export type UsageLines = Readonly<Record<UsageOutcome, readonly LineId[]>>;

export type UsageRepeats = Readonly<Record<LineId, number>>;

/** Sixteen hexadecimal digits, of a line's id in CloudWatch Logs. */
export type LineId = string;

/** A call whose line was delivered, with the id that CloudWatch Logs gave the line. */
export interface DeliveredCall extends ReportedCall {
  readonly logEventId: string;
}

/** Calls of one key in one UTC day, that were delivered together: what one item of the Usage table holds. */
export interface UsageChunk {
  readonly apiKeyId: ApiKeyId;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** `<time of the newest call>#<hash>`: unique among the chunks of the key and day, and they sort by it. */
  readonly name: string;
  /** Of all calls. */
  readonly counts: UsageCounts;
  /** Of all calls, oldest first. */
  readonly lines: UsageLines;
  /** Lines that stand for more calls than their own, and for how many more. */
  readonly repeats: UsageRepeats;
  /** Of the calls that are kept in detail, oldest first. */
  readonly entries: readonly UsageEntry[];
}

/** From a chunk's oldest call to its newest: readers look no further than this for what overlaps. */
export const maxChunkSpanMs = minuteMs;
/** An item of DynamoDB takes 400 KB; entries as JSON take more than there. */
export const maxChunkBytes = 250_000;

/**
 * Cuts the calls of one delivery into chunks. The same delivery gives the same chunks under the same names,
 * whatever detail is kept, so that a chunk that is there already was written by an earlier attempt.
 */
export function cutIntoChunks(calls: readonly DeliveredCall[], detail: UsageDetail): UsageChunk[] {
  const groups = Map.groupBy(calls, ({ apiKeyId, entry }) => `${apiKeyId}#${entry.at.slice(0, 10)}`);
  return [...groups.values()].flatMap((group) => cut(group).map((part) => toChunk(part, detail)));
}

function cut(calls: readonly DeliveredCall[]): DeliveredCall[][] {
  const ordered = calls
    .map((call) => ({ call, time: Date.parse(call.entry.at) }))
    .toSorted((left, right) => left.time - right.time);
  const parts: DeliveredCall[][] = [];
  let oldest = 0;
  let bytes = 0;
  for (const { call, time } of ordered) {
    const size = Buffer.byteLength(JSON.stringify(call.entry));
    const part = parts.at(-1);
    if (part === undefined || time - oldest > maxChunkSpanMs || bytes + size > maxChunkBytes) {
      parts.push([call]);
      oldest = time;
      bytes = size;
    } else {
      part.push(call);
      bytes += size;
    }
  }
  return parts;
}

function toChunk(calls: readonly DeliveredCall[], detail: UsageDetail): UsageChunk {
  const newest = calls.at(-1);
  if (newest === undefined) throw new RangeError('a chunk has a call');
  const entries = calls.map(({ entry }) => entry);
  return {
    apiKeyId: newest.apiKeyId,
    day: dayOf(Date.parse(newest.entry.at)),
    name: `${newest.entry.at}#${hashOf(calls)}`,
    counts: countOutcomes(entries),
    lines: linesOf(calls),
    repeats: repeatsOf(calls),
    entries: entries.filter(({ outcome }) => detail === 'all' || outcome === detail),
  };
}

function hashOf(calls: readonly DeliveredCall[]): string {
  return shortHash(JSON.stringify(calls.map(({ logEventId }) => logEventId)));
}

/** Sixteen hexadecimal digits. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function linesOf(calls: readonly DeliveredCall[]): UsageLines {
  const of = (outcome: UsageOutcome) =>
    calls.filter(({ entry }) => entry.outcome === outcome).map(({ logEventId }) => shortHash(logEventId));
  return { success: of('success'), denied: of('denied'), error: of('error') };
}

function repeatsOf(calls: readonly DeliveredCall[]): UsageRepeats {
  return Object.fromEntries(
    calls.flatMap(({ logEventId, entry: { repeated } }) =>
      repeated === undefined ? [] : [[shortHash(logEventId), repeated]],
    ),
  );
}

function countOutcomes(entries: readonly UsageEntry[]): UsageCounts {
  const count = (outcome: UsageOutcome) =>
    entries
      .filter((entry) => entry.outcome === outcome)
      .reduce((calls, { repeated = 0 }) => calls + 1 + repeated, 0);
  return { success: count('success'), denied: count('denied'), error: count('error') };
}

export const noCalls: UsageCounts = { success: 0, denied: 0, error: 0 };

export function addCounts(left: UsageCounts, right: UsageCounts): UsageCounts {
  return {
    success: left.success + right.success,
    denied: left.denied + right.denied,
    error: left.error + right.error,
  };
}
