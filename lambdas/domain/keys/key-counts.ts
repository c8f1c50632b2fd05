import { type ApiKeyType, apiKeyTypes } from '../../contract/api-key.ts';
import { dayMs, dayOf, startOfDay } from '../time.ts';
import { type ApiKey, type ApiKeyStatus, apiKeyStatuses, statusOf } from './api-key.ts';
import { isSecretFromBefore, isUnlimited, isUnusedSince } from './api-key-filter.ts';

/** What keys are counted by: one number for each of these. */
export const countedKinds = [
  'total',
  ...apiKeyStatuses,
  ...apiKeyTypes,
  'expiring',
  'neverExpiring',
  'unused',
  'unrotated',
  'unlimited',
  'broad',
] as const;

export type CountedKind = (typeof countedKinds)[number];

/** A key to be counted, with its last use. */
export interface CountedKey extends ApiKey {
  /** Whether it is broader than what it used. */
  readonly isBroad: boolean;
}

/** Numbers of keys; a key is counted under every kind that it is of. */
export type KeyCounts = Readonly<Record<CountedKind, number>>;

/** Days ahead in which an expiry is near. */
export const expiringDays = 14;
/** Days without a call, or with the same secret, that are many. */
export const staleDays = 90;

export const noKeys = Object.fromEntries(countedKinds.map((kind) => [kind, 0])) as KeyCounts;

/** The beginning of the UTC day since when an unused key has had no call. */
export function unusedSince(asOf: number): number {
  return startOfDay(dayOf(asOf - staleDays * dayMs));
}

/**
 * Adds keys to counts.
 *
 * @param asOf the moment that decides about all of them, epoch milliseconds
 */
export function addToCounts(counts: KeyCounts, keys: readonly CountedKey[], asOf: number): KeyCounts {
  const sums: Record<CountedKind, number> = { ...counts };
  for (const key of keys) for (const kind of kindsOf(key, asOf)) sums[kind] += 1;
  return sums;
}

function kindsOf(key: CountedKey, asOf: number): CountedKind[] {
  const { expiresAt } = key;
  const kinds: readonly (readonly [CountedKind, boolean])[] = [
    ['expiring', expiresAt !== null && expiresAt >= asOf && expiresAt < asOf + expiringDays * dayMs],
    ['neverExpiring', expiresAt === null],
    ['unused', isUnusedSince(key, unusedSince(asOf))],
    ['unrotated', isSecretFromBefore(key, asOf - staleDays * dayMs)],
    ['unlimited', isUnlimited(key)],
    ['broad', key.isBroad],
  ];
  const status: ApiKeyStatus = statusOf(key, asOf);
  const type: ApiKeyType = key.type;
  return ['total', status, type, ...kinds.flatMap(([kind, holds]) => (holds ? [kind] : []))];
}

/** Counts so far, and the place that they go on behind, as the position of a cursor. */
export interface CountingState {
  readonly asOf: number;
  readonly counts: KeyCounts;
  readonly after: string;
}

const separator = '/';
const numberPattern = /^\d{1,15}$/;

export function writeCountingState({ asOf, counts, after }: CountingState): string {
  return [asOf, ...countedKinds.map((kind) => counts[kind]), after].join(separator);
}

/** @returns null for a text that `writeCountingState` cannot have written */
export function readCountingState(text: string, isPlace: (text: string) => boolean): CountingState | null {
  const parts = text.split(separator);
  const [asOf = '', ...rest] = parts.slice(0, countedKinds.length + 1);
  const after = parts.slice(countedKinds.length + 1).join(separator);
  const numbers = [asOf, ...rest];
  if (numbers.length !== countedKinds.length + 1 || !numbers.every((each) => numberPattern.test(each))) {
    return null;
  }
  if (!isPlace(after)) return null;
  const counts = Object.fromEntries(countedKinds.map((kind, at) => [kind, Number(rest[at])])) as KeyCounts;
  return { asOf: Number(asOf), counts, after };
}
