/** Values of a parameter of the list, and what each means, are the API's: `GET /api-keys`. */
const sorts = ['createdAt', '-createdAt', 'name', '-name', 'expiresAt', '-expiresAt'] as const;
const types = ['admin', 'end-user'] as const;
const statuses = ['active', 'paused', 'expired'] as const;
const flags = ['true', 'false'] as const;
export const pageSizes = [10, 25, 50, 100] as const;

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
] as const;

export type LinkedFilter = (typeof linkedFilters)[number];

/** The list of API keys as its address has it. What is left out is as it is by default. */
export type ApiKeySearch = {
  readonly search?: string;
  readonly type?: (typeof types)[number];
  readonly status?: (typeof statuses)[number];
  /** The keys of whoever has signed in; managers see all by default. */
  readonly owner?: 'me';
  readonly sort?: (typeof sorts)[number];
  readonly size?: (typeof pageSizes)[number];
  /** From 1. */
  readonly page?: number;
  /** Where the page begins; of every page but the first. */
  readonly cursor?: string;
} & { readonly [Name in LinkedFilter]?: string };

export const defaultSort = '-createdAt';
export const defaultPageSize = 10;

/** What the address says, without what makes no sense. */
export function readApiKeySearch(given: Readonly<Record<string, unknown>>): ApiKeySearch {
  const text = (name: string) => {
    const value = given[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const oneOf = <T extends string>(name: string, values: readonly T[]) =>
    values.find((value) => value === given[name]);
  const linked = linkedFilters.map((name) => {
    const isFlag = name === 'neverExpires' || name === 'neverUsed' || name === 'unlimited';
    return [name, isFlag ? oneOf(name, flags) : text(name)];
  });
  const cursor = text('cursor');
  const page = Number(given['page'] ?? 1);
  const isLater = cursor !== undefined && Number.isSafeInteger(page) && page > 1;
  return withoutDefaults({
    ...Object.fromEntries(linked),
    search: text('search'),
    type: oneOf('type', types),
    status: oneOf('status', statuses),
    owner: oneOf('owner', ['me'] as const),
    sort: oneOf('sort', sorts),
    size: pageSizes.find((size) => String(size) === String(given['size'])),
    ...(isLater && { page, cursor }),
  });
}

/** Other filters, or another order: the first page of it. */
export function changedSearch(search: ApiKeySearch, changes: Loose<ApiKeySearch>): ApiKeySearch {
  const { page: _, cursor: __, ...rest } = search;
  return withoutDefaults({ ...rest, ...changes });
}

/** Everything, in the order and the size that were chosen. */
export function clearedSearch({ owner, sort, size }: ApiKeySearch): ApiKeySearch {
  return withoutDefaults({ owner, sort, size });
}

export function hasFilters({ search, type, status, ...rest }: ApiKeySearch): boolean {
  const linked = linkedFilters.map((name) => rest[name]);
  return [search, type, status, ...linked].some((value) => value !== undefined);
}

type Loose<T> = { readonly [Name in keyof T]?: T[Name] | undefined };

function withoutDefaults(search: Loose<ApiKeySearch>): ApiKeySearch {
  const isDefault = (name: string, value: unknown) =>
    value === undefined ||
    value === '' ||
    (name === 'sort' && value === defaultSort) ||
    (name === 'size' && value === defaultPageSize);
  return Object.fromEntries(Object.entries(search).filter(([name, value]) => !isDefault(name, value)));
}
