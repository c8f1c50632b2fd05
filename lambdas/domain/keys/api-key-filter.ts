import type { ApiKeyType } from '../../contract/api-key.ts';
import { type ApiKey, type ApiKeyStatus, statusOf } from './api-key.ts';
import type { BreadthFilter } from './breadth.ts';
import { foldName } from './name.ts';

/** Which keys are meant: those for which every member that is given holds. Times are milliseconds since the epoch. */
export interface ApiKeyFilter extends RecordFilter, UseFilter, BreadthFilter {}

interface RecordFilter {
  /** Part of the name, userId, description, id or keyPrefix, without regard to case. */
  readonly search?: string | undefined;
  readonly type?: readonly ApiKeyType[] | undefined;
  readonly status?: readonly ApiKeyStatus[] | undefined;
  readonly userId?: readonly string[] | undefined;
  readonly createdVia?: readonly string[] | undefined;
  /** Keys that expire before it; keys that never do are not among them. */
  readonly expiresBefore?: number | undefined;
  /** Keys that expire then or later; keys that never do are not among them. */
  readonly expiresAfter?: number | undefined;
  readonly neverExpires?: boolean | undefined;
  /** Keys whose secret is from before. */
  readonly rotatedBefore?: number | undefined;
  /** Keys with neither scopes nor access rights of their own, or all others. */
  readonly unlimited?: boolean | undefined;
}

/** What the record of a key does not tell alone: calls are noted elsewhere. */
export interface UseFilter {
  /** Keys that were there before it, and that no call was made with since. */
  readonly usedBefore?: number | undefined;
  readonly neverUsed?: boolean | undefined;
}

/** Whether the record of a key meets the filter, as far as a record tells. */
export function matchesRecord(key: ApiKey, filter: RecordFilter, now: number): boolean {
  const { search, expiresBefore, expiresAfter, neverExpires, rotatedBefore, unlimited } = filter;
  const { expiresAt } = key;
  return (
    isAmong(key.type, filter.type) &&
    isAmong(key.userId, filter.userId) &&
    isAmong(key.createdVia, filter.createdVia) &&
    isAmong(statusOf(key, now), filter.status) &&
    (neverExpires === undefined || (expiresAt === null) === neverExpires) &&
    (expiresBefore === undefined || (expiresAt !== null && expiresAt < expiresBefore)) &&
    (expiresAfter === undefined || (expiresAt !== null && expiresAt >= expiresAfter)) &&
    (rotatedBefore === undefined || isSecretFromBefore(key, rotatedBefore)) &&
    (unlimited === undefined || isUnlimited(key) === unlimited) &&
    (search === undefined || containsText(key, foldName(search)))
  );
}

/** Whether the last use of a key has to be known to tell if it meets the filter. */
export function asksForUse({ usedBefore, neverUsed, broad }: UseFilter & BreadthFilter): boolean {
  return usedBefore !== undefined || neverUsed !== undefined || broad !== undefined;
}

/** False of a key that cannot meet the filter whatever else is noted of it: its record is enough to tell. */
export function mayMatchUse(key: ApiKey, { usedBefore, neverUsed }: UseFilter): boolean {
  return (
    (neverUsed !== true || key.lastUsedAt === null) &&
    (usedBefore === undefined || isUnusedSince(key, usedBefore))
  );
}

/** @param key with its last use */
export function matchesUse(key: ApiKey, { usedBefore, neverUsed }: UseFilter): boolean {
  return (
    (neverUsed === undefined || (key.lastUsedAt === null) === neverUsed) &&
    (usedBefore === undefined || isUnusedSince(key, usedBefore))
  );
}

/** True of a key that was there before, and that no call was made with since. */
export function isUnusedSince(key: Pick<ApiKey, 'createdAt' | 'lastUsedAt'>, since: number): boolean {
  return key.createdAt < since && (key.lastUsedAt === null || key.lastUsedAt < since);
}

/** True of a key whose secret was made before, with the key or by its last rotation. */
export function isSecretFromBefore(
  key: Pick<ApiKey, 'createdAt' | 'lastRotatedAt'>,
  before: number,
): boolean {
  return (key.lastRotatedAt ?? key.createdAt) < before;
}

/** True of a key that may do whatever its user may. */
export function isUnlimited({ scopes, accessRights }: Pick<ApiKey, 'scopes' | 'accessRights'>): boolean {
  return scopes === null && accessRights === null;
}

function isAmong<T>(value: T, wanted: readonly T[] | undefined): boolean {
  return wanted === undefined || wanted.includes(value);
}

function containsText(key: ApiKey, text: string): boolean {
  return [key.name, key.userId, key.description, key.id, key.keyPrefix].some((field) =>
    foldName(field).includes(text),
  );
}
