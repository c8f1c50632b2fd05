import type { ApiKey } from '../domain/keys/api-key.ts';
import { type ApiKeySort, neverExpires, sortTexts } from '../domain/keys/api-key-listing.ts';
import type { ListPart } from '../domain/list-part.ts';
import type { Clock } from '../domain/ports.ts';
import { fromItem } from './api-key-item.ts';
import type { RegistryTable } from './client.ts';
import { collections } from './keys.ts';
import { queryPages, type RegistryQuery } from './query.ts';

export interface ApiKeyListing {
  readonly sort: ApiKeySort;
  /** Only this user's keys; null for all. */
  readonly owner: string | null;
  /** The `sortTexts` entry that the list goes on behind; null from the start. */
  readonly after: string | null;
  /** Keys that will be looked at, if all match. */
  readonly expected: number;
}

/** Keys in the order asked for, page by page; every key comes once. Trails writes by a moment. */
export type ListApiKeys = (listing: ApiKeyListing) => AsyncGenerator<ListPart<ApiKey>>;

type PagesOf = (query: RegistryQuery) => AsyncGenerator<ListPart<ApiKey>>;

const pageSize = 500;

export function createApiKeyLister(tables: RegistryTable, now: Clock['now']): ListApiKeys {
  const pagesOf: PagesOf = async function* (query) {
    for await (const { items, end } of queryPages(tables, query, now)) {
      yield { items: items.map(fromItem), end };
    }
  };
  return async function* (listing) {
    if (listing.owner !== null) {
      yield { items: await ownedKeys(pagesOf, listing.owner, listing), end: null };
      return;
    }
    for (const { query, end: last } of segments(listing)) {
      for await (const { items, end } of pagesOf(query)) yield { items, end: end ?? last };
    }
  };
}

/** A user has `maxKeysPerUser` keys at most, so they are read whole and ordered here. */
async function ownedKeys(pagesOf: PagesOf, owner: string, { sort, after }: ApiKeyListing): Promise<ApiKey[]> {
  const pages = await Array.fromAsync(pagesOf({ index: 'byOwner', partition: owner, pageSize: 1_000 }));
  const text = (key: ApiKey) => sortTexts(key)[sort.field];
  const ordered = pages
    .flatMap(({ items }) => items)
    .toSorted((left, right) => compare(text(left), text(right), sort));
  return after === null ? ordered : ordered.filter((key) => compare(text(key), after, sort) > 0);
}

/** The order of the indexes: by bytes, keys without expiry last both ways. */
function compare(left: string, right: string, { field, descending }: ApiKeySort): number {
  const isNever = (text: string) => field === 'expiresAt' && text.startsWith(neverExpires);
  if (isNever(left) !== isNever(right)) return isNever(left) ? 1 : -1;
  const order = Buffer.compare(Buffer.from(left), Buffer.from(right));
  return descending && !isNever(left) ? -order : order;
}

/** A part of the list that one range of an index is, with the position that it ends at. */
interface Segment {
  readonly query: RegistryQuery;
  readonly end: string | null;
}

/** The index ranges whose keys, one range after the other, are the list. */
function segments({ sort: { field, descending }, after, expected }: ApiKeyListing): Segment[] {
  const index = ({ createdAt: 'byCollection', name: 'byName', expiresAt: 'byExpiry' } as const)[field];
  const range = (isDescending: boolean, bound?: RegistryQuery['bound']): RegistryQuery => ({
    index,
    partition: collections.apiKeys,
    bound,
    descending: isDescending,
    pageSize,
    firstPageSize: expected,
  });
  if (field === 'expiresAt' && descending) {
    if (after?.startsWith(neverExpires)) return [{ query: range(false, { after }), end: null }];
    return [
      { query: range(true, { before: after ?? neverExpires }), end: neverExpires },
      { query: range(false, { after: neverExpires }), end: null },
    ];
  }
  if (after === null) return [{ query: range(descending), end: null }];
  return [{ query: range(descending, descending ? { before: after } : { after }), end: null }];
}
