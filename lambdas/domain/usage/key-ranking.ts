import type { ApiKeyId } from '../../contract/brands.ts';
import type { Period } from './period.ts';
import { addCounts, noCalls, type UsageCounts } from './usage-chunk.ts';
import { callsOf, type CountedKey, inOrderOfCalls, type RankedBy } from './usage-tally.ts';

/** Keys that were used in a period: all of them, or those with the most calls. */
export interface RankedKeys {
  readonly keys: Iterable<CountedKey>;
  /** The most calls that a key can have that is not among them; null where there is no other. */
  readonly others: number | null;
}

/** What is to be looked up: a key's calls in a period. */
export interface KeyInPeriod {
  readonly period: Period;
  readonly apiKeyId: ApiKeyId;
}

/** What they are, in the order of what was asked for. */
export type ReadKeyCounts = (asked: readonly KeyInPeriod[]) => Promise<readonly UsageCounts[]>;

export interface KeyRanking {
  /** The most called first, those with the same number by their ids; their counts are exact. */
  readonly keys: readonly CountedKey[];
  /** False where a key that is not named may have as many calls as one that is. */
  readonly isExact: boolean;
}

/** Keys are looked up so often at most, as many at a time as are to be named. */
const mostRounds = 2;

interface Candidate {
  readonly apiKeyId: ApiKeyId;
  readonly namedIn: Set<Period>;
  counts: UsageCounts;
  /** The most that is to be added for the periods in which it is not named. */
  unknown: number;
}

/**
 * Adds up periods, some of which name their busiest keys only, and tells which keys have the most calls.
 *
 * Keys are looked up in the order of what they can have at most, until the first ones are known: then no other that is
 * named anywhere has more. (Fagin, Lotem, Naor: Optimal aggregation algorithms for middleware, 2003.)
 *
 * @param most how many keys are to be told
 */
export async function rankKeys(
  periods: ReadonlyMap<Period, RankedKeys>,
  by: RankedBy,
  most: number,
  read: ReadKeyCounts,
): Promise<KeyRanking> {
  const partial = [...periods].flatMap(([period, { others }]) =>
    others === null ? [] : [{ period, others }],
  );
  const unnamed = partial.reduce((sum, { others }) => sum + others, 0);
  const candidates = candidatesOf(periods, unnamed);
  const isKnown = ({ namedIn }: Candidate) => namedIn.size === partial.length;
  const firstOf = (some: readonly Candidate[]) => {
    const atMost = ({ counts, unknown }: Candidate) => callsOf(counts, by) + unknown;
    return inOrderOfCalls(some, atMost, most);
  };
  for (let round = 0; round <= mostRounds; round += 1) {
    const first = firstOf(candidates);
    const open = first.filter((candidate) => !isKnown(candidate));
    if (open.length === 0) {
      const last = first[most - 1];
      const least = last === undefined ? 0 : callsOf(last.counts, by);
      return { keys: counted(first), isExact: unnamed === 0 || unnamed < least };
    }
    if (round < mostRounds) await lookUp(open, partial, read);
  }
  return { keys: counted(firstOf(candidates.filter(isKnown))), isExact: false };
}

function candidatesOf(periods: ReadonlyMap<Period, RankedKeys>, unnamed: number): readonly Candidate[] {
  const candidates = new Map<ApiKeyId, Candidate>();
  for (const [period, { keys, others }] of periods) {
    for (const [apiKeyId, counts] of keys) {
      const known = candidates.get(apiKeyId);
      const candidate = known ?? { apiKeyId, namedIn: new Set(), counts: noCalls, unknown: unnamed };
      if (known === undefined) candidates.set(apiKeyId, candidate);
      candidate.counts = addCounts(candidate.counts, counts);
      if (others === null) continue;
      candidate.namedIn.add(period);
      candidate.unknown -= others;
    }
  }
  return [...candidates.values()];
}

async function lookUp(
  candidates: readonly Candidate[],
  partial: readonly { readonly period: Period; readonly others: number }[],
  read: ReadKeyCounts,
): Promise<void> {
  const asked = candidates.flatMap((candidate) =>
    partial
      .filter(({ period }) => !candidate.namedIn.has(period))
      .map(({ period, others }) => ({ candidate, period, others, apiKeyId: candidate.apiKeyId })),
  );
  const found = await read(asked);
  for (const [at, { candidate, period, others }] of asked.entries()) {
    candidate.counts = addCounts(candidate.counts, found[at] ?? noCalls);
    candidate.namedIn.add(period);
    candidate.unknown -= others;
  }
}

function counted(candidates: readonly Candidate[]): CountedKey[] {
  return candidates.map(({ apiKeyId, counts }) => [apiKeyId, counts]);
}
