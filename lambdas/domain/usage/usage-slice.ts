import type { ApiKeyId } from '../../contract/brands.ts';
import type { UsageOutcome } from '../../contract/usage.ts';
import { minuteOf, type Period } from './period.ts';
import { type DeliveredCall, type LineId, maxChunkBytes, shortHash } from './usage-chunk.ts';
import { apiOf } from './usage-filter.ts';

/** What calls are counted by, beside their keys. */
export interface CallKind {
  readonly outcome: UsageOutcome;
  readonly code: string;
  /** As `apiOf` names it. */
  readonly api: string;
}

/** One line of a slice. */
export interface CountedLine {
  readonly line: LineId;
  readonly apiKeyId: ApiKeyId;
  /** Which of the slice's kinds its calls are of. */
  readonly kind: number;
  /** Calls that it stands for: one, and those that were refused alike before it. */
  readonly calls: number;
}

/** What one delivery has of a minute's calls, of whatever key, as far as it is needed to count them. */
export interface UsageSlice {
  readonly minute: Period;
  /** Sixteen hexadecimal digits; the same calls in another delivery have another one. */
  readonly name: string;
  readonly kinds: readonly CallKind[];
  readonly lines: readonly CountedLine[];
}

/** What a line takes in an item. */
export const lineBytes = 30;
/** What is longer is no code of ours, nor the name of an API. */
const maxNameLength = 64;

/**
 * Cuts the calls of one delivery into slices. A line is in the same minute whatever it is delivered with, so that those
 * of a minute tell which lines it has. The same delivery gives the same slices.
 */
export function cutIntoSlices(calls: readonly DeliveredCall[]): UsageSlice[] {
  const minutes = Map.groupBy(calls, ({ entry }) => minuteOf(entry.at));
  return [...minutes].flatMap(([minute, group]) => cut(group).map((part) => toSlice(minute, part)));
}

function cut(calls: readonly DeliveredCall[]): DeliveredCall[][] {
  const parts: DeliveredCall[][] = [];
  let bytes = Infinity;
  for (const call of calls) {
    const size = lineBytes + Buffer.byteLength(nameOf(kindOf(call)));
    if (bytes + size > maxChunkBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(call);
    bytes += size;
  }
  return parts;
}

function toSlice(minute: Period, calls: readonly DeliveredCall[]): UsageSlice {
  const kinds = new Map<string, CallKind & { readonly at: number }>();
  const lines = calls.map((call) => {
    const kind = kindOf(call);
    const { at } = kinds.get(nameOf(kind)) ?? { at: kinds.size };
    kinds.set(nameOf(kind), { ...kind, at });
    const { apiKeyId, logEventId, entry } = call;
    return { line: shortHash(logEventId), apiKeyId, kind: at, calls: 1 + (entry.repeated ?? 0) };
  });
  return {
    minute,
    name: shortHash(JSON.stringify(calls.map(({ logEventId }) => logEventId))),
    kinds: [...kinds.values()].map(({ outcome, code, api }) => ({ outcome, code, api })),
    lines,
  };
}

function kindOf({ entry }: DeliveredCall): CallKind {
  const { outcome, code } = entry;
  return { outcome, code: shortened(code), api: shortened(apiOf(entry)) };
}

function shortened(text: string): string {
  return text.slice(0, maxNameLength).toWellFormed();
}

function nameOf({ outcome, code, api }: CallKind): string {
  return JSON.stringify([outcome, code, api]);
}
