import { changedList, type Loose, type Paging, readPaging, textOf } from '../../listing/paging.ts';

/** Values of a parameter of the list, and what each means, are the API's: `GET /api-keys`. */
const sorts = ['createdAt', '-createdAt', 'name', '-name', 'expiresAt', '-expiresAt'] as const;
const types = ['admin', 'end-user'] as const;
const statuses = ['active', 'paused', 'expired'] as const;
const flags = ['true', 'false'] as const;

/** Filters that other pages link to; the list shows each as a token. */
export const linkedFilters = [
  'userId',
  'createdVia',
  'expiresBefore',
  'expiresAfter',
  'usedBefore',
  'rotatedBefore',
  'role',
  'api',
  'neverExpires',
  'neverUsed',
  'unlimited',
  'broad',
] as const;

export type LinkedFilter = (typeof linkedFilters)[number];

const flagged: ReadonlySet<LinkedFilter> = new Set(['neverExpires', 'neverUsed', 'unlimited', 'broad']);

/** The list of API keys as its address has it. What is left out is as it is by default. */
export type ApiKeySearch = Paging & {
  readonly search?: string;
  readonly type?: (typeof types)[number];
  readonly status?: (typeof statuses)[number];
  /** The keys of whoever has signed in; managers see all by default. */
  readonly owner?: 'me';
  readonly sort?: (typeof sorts)[number];
} & { readonly [Name in LinkedFilter]?: string };

export const defaultSort = '-createdAt';

/** What the address says, without what makes no sense. */
export function readApiKeySearch(given: Readonly<Record<string, unknown>>): ApiKeySearch {
  const oneOf = <T extends string>(name: string, values: readonly T[]) =>
    values.find((value) => value === given[name]);
  const linked = linkedFilters.map((name) => {
    return [name, flagged.has(name) ? oneOf(name, flags) : textOf(given, name)];
  });
  const filters = changedSearch(Object.fromEntries(linked), {
    search: textOf(given, 'search'),
    type: oneOf('type', types),
    status: oneOf('status', statuses),
    owner: oneOf('owner', ['me'] as const),
    sort: oneOf('sort', sorts),
  });
  return { ...filters, ...readPaging(given) };
}

/** Other filters, or another order: the first page of it. */
export function changedSearch(search: ApiKeySearch, changes: Loose<ApiKeySearch>): ApiKeySearch {
  const changed = { ...search, ...changes };
  return changedList(changed, changed.sort === defaultSort ? { sort: undefined } : {});
}

/** Everything, in the order and the size that were chosen. */
export function clearedSearch({ owner, sort, size }: ApiKeySearch): ApiKeySearch {
  return changedSearch({}, { owner, sort, size });
}

export function hasFilters({ search, type, status, ...rest }: ApiKeySearch): boolean {
  const linked = linkedFilters.map((name) => rest[name]);
  return [search, type, status, ...linked].some((value) => value !== undefined);
}
