export const pageSizes = [10, 25, 50, 100] as const;
export const defaultPageSize = 10;

/** Which part of a list an address shows. What is left out is as it is by default. */
export interface Paging {
  readonly size?: (typeof pageSizes)[number];
  /** From 1. */
  readonly page?: number;
  /** Where the page begins; of every page but the first. */
  readonly cursor?: string;
}

export type Loose<T> = { readonly [Name in keyof T]?: T[Name] | undefined };
type Given = Readonly<Record<string, unknown>>;

/** What the address says of the part, without what makes no sense. */
export function readPaging(given: Given): Paging {
  const cursor = textOf(given, 'cursor');
  const page = Number(given['page'] ?? 1);
  return {
    ...sized(given['size']),
    ...(cursor !== undefined && Number.isSafeInteger(page) && page > 1 && { page, cursor }),
  };
}

/** The size of pages that somebody has chosen, where it is one that there is, and not the usual one. */
export function sized(given: unknown): Pick<Paging, 'size'> {
  const size = pageSizes.find((each) => String(each) === String(given));
  return size === undefined || size === defaultPageSize ? {} : { size };
}

/** A parameter of the address that has something in it. */
export function textOf(given: Given, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Other filters, or another order: the first page of it, without what is empty. */
export function changedList<Search extends Paging>(search: Search, changes: Loose<Search>): Search {
  const { page: _, cursor: __, ...rest } = { ...search, ...changes };
  return given(rest) as Search;
}

/** Another part of the same list. */
export function turnedList<Search extends Paging>(search: Search, to: Paging): Search {
  const { size: _, ...rest } = changedList<Paging>(search, {});
  return { ...rest, ...to } as Search;
}

/** What of a search is given: neither left out nor empty. */
export function given(search: object): Given {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]: [string, unknown]) => value !== undefined && value !== ''),
  );
}
