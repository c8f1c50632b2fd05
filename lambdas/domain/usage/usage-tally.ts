import type { ApiKeyId } from '../../contract/brands.ts';
import type { UsageOutcome } from '../../contract/usage.ts';
import { addCounts, type LineId, noCalls, type UsageCounts } from './usage-chunk.ts';
import type { UsageSlice } from './usage-slice.ts';

export type CountedKey = readonly [ApiKeyId, UsageCounts];

/** Calls of all keys, counted. */
export interface UsageTally extends UsageTotals {
  /** Each key once. It may be unpacked anew whenever it is gone through: there can be 100,000 keys. */
  readonly keys: Iterable<CountedKey>;
}

export interface UsageTotals {
  readonly counts: UsageCounts;
  readonly codes: ReadonlyMap<string, number>;
  /** By API, as `apiOf` names it. */
  readonly apis: ReadonlyMap<string, UsageCounts>;
}

export function totalOf({ success, denied, error }: UsageCounts): number {
  return success + denied + error;
}

/** Counts slices of one minute, each line once, however often and in whatever company it was delivered. */
export function tallyOf(slices: Iterable<UsageSlice>): UsageTally {
  const seen = new Set<LineId>();
  const sum = new Sum();
  for (const { kinds, lines } of slices) {
    for (const { line, apiKeyId, kind, calls } of lines) {
      const { outcome, code, api } = kinds[kind] ?? unknownKind();
      if (seen.has(line)) continue;
      seen.add(line);
      sum.add({ outcome, code, api, apiKeyId, calls });
    }
  }
  return sum;
}

/** Adds tallies of different periods. */
export function addTallies(tallies: Iterable<UsageTally>): UsageTally {
  const sum = new Sum();
  for (const tally of tallies) sum.merge(tally);
  return sum;
}

/** Adds what all keys together were used for in different periods. */
export function addTotals(totals: Iterable<UsageTotals>): UsageTotals {
  const sum = new Sum();
  for (const { counts, codes, apis } of totals) sum.merge({ counts, codes, apis, keys: [] });
  return sum;
}

/** What keys are ranked by: their calls with an outcome, or all of them. */
export type RankedBy = UsageOutcome | 'total';

export function callsOf(counts: UsageCounts, by: RankedBy): number {
  return by === 'total' ? totalOf(counts) : counts[by];
}

/** The keys with the most calls, `most` at most and none without any; those with the same number by their ids. */
export function busiestKeys({ keys }: Pick<UsageTally, 'keys'>, by: RankedBy, most: number): CountedKey[] {
  const some = Array.from(keys, ([apiKeyId, counts]) => ({ apiKeyId, counts }));
  return inOrderOfCalls(some, ({ counts }) => callsOf(counts, by), most).map(({ apiKeyId, counts }) => [
    apiKeyId,
    counts,
  ]);
}

/** The first `most` in the order of `busiestKeys`, by numbers that may be greater than those of their calls. */
export function inOrderOfCalls<Key extends { readonly apiKeyId: ApiKeyId }>(
  keys: readonly Key[],
  numberOf: (key: Key) => number,
  most: number,
): Key[] {
  return keys
    .filter((key) => numberOf(key) > 0)
    .toSorted((left, right) => numberOf(right) - numberOf(left) || (left.apiKeyId < right.apiKeyId ? -1 : 1))
    .slice(0, most);
}

interface Calls {
  readonly outcome: UsageOutcome;
  readonly code: string;
  readonly api: string;
  readonly apiKeyId: ApiKeyId;
  readonly calls: number;
}

class Sum implements UsageTally {
  counts: UsageCounts = noCalls;
  readonly codes = new Map<string, number>();
  readonly apis = new Map<string, UsageCounts>();
  readonly keys = new Map<ApiKeyId, { -readonly [Outcome in UsageOutcome]: number }>();

  add({ outcome, code, api, apiKeyId, calls }: Calls): void {
    const some = { ...noCalls, [outcome]: calls };
    this.counts = addCounts(this.counts, some);
    addTo(this.codes, code, calls);
    addCountsTo(this.apis, api, some);
    this.#addKey(apiKeyId, some);
  }

  merge({ counts, codes, apis, keys }: UsageTally): void {
    this.counts = addCounts(this.counts, counts);
    for (const [code, calls] of codes) addTo(this.codes, code, calls);
    for (const [api, some] of apis) addCountsTo(this.apis, api, some);
    for (const [id, some] of keys) this.#addKey(id, some);
  }

  /** In place: days of 100,000 keys are added within a request. */
  #addKey(id: ApiKeyId, { success, denied, error }: UsageCounts): void {
    const sum = this.keys.get(id);
    if (sum === undefined) {
      this.keys.set(id, { success, denied, error });
      return;
    }
    sum.success += success;
    sum.denied += denied;
    sum.error += error;
  }
}

function addTo<Name>(sums: Map<Name, number>, name: Name, calls: number): void {
  sums.set(name, (sums.get(name) ?? 0) + calls);
}

function addCountsTo<Name>(sums: Map<Name, UsageCounts>, name: Name, counts: UsageCounts): void {
  const before = sums.get(name);
  sums.set(name, before === undefined ? counts : addCounts(before, counts));
}

function unknownKind(): never {
  throw new RangeError('a line of no kind');
}
