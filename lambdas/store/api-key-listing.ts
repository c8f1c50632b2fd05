import { indexes, indexKeys } from '../contract/tables.ts';
import type { ApiKey } from '../domain/keys/api-key.ts';
import { type ApiKeySort, neverExpires, sortTexts } from '../domain/keys/api-key-listing.ts';
import type { Clock } from '../domain/ports.ts';
import { fromItem } from './api-key-item.ts';
import type { RegistryTable } from './client.ts';
import { collections } from './keys.ts';
import { queryPages, type RegistryQuery } from './query.ts';

export interface ApiKeyListing {
  readonly sort: ApiKeySort;
  /** Only this user's keys; null for all. */
  readonly owner: string | null;
  /** The `sortTexts` entry of the key that the list goes on behind; null from the start. */
  readonly after: string | null;
  /** Keys that will be looked at, if all match. */
  readonly expected: number;
}

/** Keys in the order asked for, page by page; every key comes once. Trails writes by a moment. */
export type ListApiKeys = (listing: ApiKeyListing) => AsyncGenerator<ApiKey[]>;

const pageSize = 500;

export function createApiKeyLister(tables: RegistryTable, now: Clock['now']): ListApiKeys {
  const pagesOf = async function* (query: RegistryQuery): AsyncGenerator<ApiKey[]> {
    for await (const items of queryPages(tables, query, now)) yield items.map(fromItem);
  };
  return async function* (listing) {
    if (listing.owner !== null) {
      yield await ownedKeys(pagesOf, listing.owner, listing);
      return;
    }
    for (const query of segments(listing)) yield* pagesOf(query);
  };
}

/** A user has `maxKeysPerUser` keys at most, so they are read whole and ordered here. */
async function ownedKeys(
  pagesOf: (query: RegistryQuery) => AsyncGenerator<ApiKey[]>,
  owner: string,
  { sort, after }: ApiKeyListing,
): Promise<ApiKey[]> {
  const pages = await Array.fromAsync(
    pagesOf({
      index: indexes.byOwner,
      partition: [indexKeys.byOwner.partitionKey, owner],
      pageSize: 1_000,
    }),
  );
  const text = (key: ApiKey) => sortTexts(key)[sort.field];
  const ordered = pages.flat().toSorted((left, right) => compare(text(left), text(right), sort));
  return after === null ? ordered : ordered.filter((key) => compare(text(key), after, sort) > 0);
}

/** The order of the indexes: by bytes, keys without expiry last both ways. */
function compare(left: string, right: string, { field, descending }: ApiKeySort): number {
  const isNever = (text: string) => field === 'expiresAt' && text.startsWith(neverExpires);
  if (isNever(left) !== isNever(right)) return isNever(left) ? 1 : -1;
  const order = Buffer.compare(Buffer.from(left), Buffer.from(right));
  return descending && !isNever(left) ? -order : order;
}

/** The index ranges whose keys, one range after the other, are the list. */
function segments({ sort: { field, descending }, after, expected }: ApiKeyListing): RegistryQuery[] {
  const index = ({ createdAt: 'byCollection', name: 'byName', expiresAt: 'byExpiry' } as const)[field];
  const { partitionKey, sortKey: attribute } = indexKeys[index];
  const range = (isDescending: boolean, bound?: { after: string } | { before: string }): RegistryQuery => ({
    index: indexes[index],
    partition: [partitionKey, collections.apiKeys],
    ...(bound === undefined ? {} : { sort: { attribute, ...bound } }),
    descending: isDescending,
    pageSize,
    firstPageSize: expected,
  });
  if (field === 'expiresAt' && descending) {
    if (after?.startsWith(neverExpires)) return [range(false, { after })];
    return [range(true, { before: after ?? neverExpires }), range(false, { after: neverExpires })];
  }
  if (after === null) return [range(descending)];
  return [range(descending, descending ? { before: after } : { after })];
}
