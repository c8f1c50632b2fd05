import type { ApiKeyId } from '../../contract/brands.ts';
import { dayOf, minuteMs } from '../time.ts';
import { type CallNeeds, type KeyNeeds, needsIn } from './key-needs.ts';
import type { DeliveredCall } from './usage-chunk.ts';

/** At most one write for each minute of a secret's use; so what is noted may be that much too early. */
export const noteIntervalMs = minuteMs;

/** When one of a key's secrets was presented last, whether it was let through or refused. */
export interface LastUse {
  readonly apiKeyId: ApiKeyId;
  /** Null for secrets that lines from before do not tell apart. */
  readonly keyPrefix: string | null;
  /** Epoch milliseconds. */
  readonly usedAtMs: number;
  /** Left out where no call was let through. */
  readonly needs?: CallNeeds;
}

/** When a key was used last, and what for. Times are epoch milliseconds. */
export interface KeyUse {
  readonly usedAtMs: number;
  /** Of each of its secrets that is remembered, by its first characters. */
  readonly byPrefix: ReadonlyMap<string, number>;
  /** Null where it is not known. */
  readonly needs: KeyNeeds | null;
}

/** The last use of each secret that the calls were made with, and what its calls needed. */
export function lastUsesIn(calls: readonly DeliveredCall[]): LastUse[] {
  const groups = Map.groupBy(calls, ({ apiKeyId, entry }) => `${apiKeyId}#${entry.keyPrefix}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const usedAtMs = Math.max(...group.map(({ entry }) => Date.parse(entry.at)));
    const needs = needsIn(group);
    const use = { apiKeyId: first.apiKeyId, keyPrefix: first.entry.keyPrefix ?? null, usedAtMs };
    return [needs === undefined ? use : { ...use, needs }];
  });
}

/**
 * The UTC day of a use and the key's shard, `YYYY-MM-DD#s`: all keys that were used on a day are in 16 partitions of an
 * index, so that none is hot. A key's shard is the first digit of its id, which is random.
 */
export function shardedDayOf({ apiKeyId, usedAtMs }: Pick<LastUse, 'apiKeyId' | 'usedAtMs'>): string {
  return `${dayOf(usedAtMs)}#${apiKeyId.slice(0, 1)}`;
}

/** The later of two times; null is never. */
export function laterOf(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return Math.max(left, right);
}
