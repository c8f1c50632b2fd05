import type { ApiKey } from '../domain/keys/api-key.ts';
import { type ApiKeySort, neverExpires, sortTexts } from '../domain/keys/api-key-listing.ts';
import { inBatches } from '../domain/batches.ts';
import type { ListPart } from '../domain/list-part.ts';
import type { Clock } from '../domain/ports.ts';
import { isoTime } from '../domain/time.ts';
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
  /** Keys that are not wanted for their expiry, and need not be read where that is the order. @default - all are */
  readonly expiry?: ExpiryRange;
}

export interface ExpiryRange {
  /** Milliseconds since the epoch, included; null for no bound. */
  readonly from: number | null;
  /** Milliseconds since the epoch, excluded; null for no bound. */
  readonly before: number | null;
  /** True: only keys without expiry are wanted. False: only others are. */
  readonly never: boolean;
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
      yield* ownedParts(await ownedKeys(pagesOf, listing.owner, listing), listing.sort);
      return;
    }
    const text = (key: ApiKey) => sortTexts(key)[listing.sort.field];
    for (const { query, end: last, isBehind } of segments(listing)) {
      for await (const { items, end } of pagesOf(query)) {
        const wanted = isBehind === undefined ? -1 : items.findIndex((key) => isBehind(text(key)));
        if (wanted >= 0) {
          yield { items: items.slice(0, wanted), end: null };
          return;
        }
        yield { items, end: end ?? last };
      }
    }
  };
}

/** A user has `maxKeysPerUser` keys at most, so they are read whole and ordered here. */
async function ownedKeys(pagesOf: PagesOf, owner: string, { sort, after }: ApiKeyListing): Promise<ApiKey[]> {
  const pages = await Array.fromAsync(pagesOf({ index: 'byOwner', partition: owner, pageSize: 1_000 }));
  return pages
    .flatMap(({ items }) => items.map((key) => ({ key, text: sortTexts(key)[sort.field] })))
    .filter(({ text }) => after === null || compare(text, after, sort) > 0)
    .toSorted((left, right) => compare(left.text, right.text, sort))
    .map(({ key }) => key);
}

/** Whoever looks something up for each key can stop between them. */
function ownedParts(keys: readonly ApiKey[], { field }: ApiKeySort): ListPart<ApiKey>[] {
  const parts = inBatches(keys, pageSize);
  return parts.map((items, at) => {
    const last = items.at(-1);
    return { items, end: last === undefined || at === parts.length - 1 ? null : sortTexts(last)[field] };
  });
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
  /** True of a sort text behind which the list has nothing that is wanted. @default - none is */
  readonly isBehind?: (text: string) => boolean;
}

/** The index ranges whose keys, one range after the other, are the list. */
function segments({ sort, after, expected, expiry }: ApiKeyListing): Segment[] {
  const { field, descending } = sort;
  const index = ({ createdAt: 'byCollection', name: 'byName', expiresAt: 'byExpiry' } as const)[field];
  const range: RangeOf = (isDescending, bound) => ({
    index,
    partition: collections.apiKeys,
    bound,
    descending: isDescending,
    pageSize,
    firstPageSize: expected,
  });
  if (field === 'expiresAt' && expiry !== undefined) return [partByExpiry(range, expiry, descending, after)];
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

type RangeOf = (isDescending: boolean, bound?: RegistryQuery['bound']) => RegistryQuery;

/** The keys without expiry, or a part of the others: a bound of expiry leaves out those that never do. */
function partByExpiry(
  range: RangeOf,
  { from, before, never }: ExpiryRange,
  descending: boolean,
  after: string | null,
): Segment {
  if (never) {
    const behind = after?.startsWith(neverExpires) ? after : neverExpires;
    return { query: range(false, { after: behind }), end: null };
  }
  const [first, last] = [isoTime(from), isoTime(before) ?? neverExpires];
  if (descending) {
    const isBehind = (text: string) => first !== null && text < first;
    return { query: range(true, { before: after ?? last }), end: null, isBehind };
  }
  const begin = after ?? first;
  const query = range(false, begin === null ? undefined : { after: begin });
  return { query, end: null, isBehind: (text) => text >= last };
}
