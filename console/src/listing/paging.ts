export const pageSizes = [10, 25, 50, 100] as const;
export const defaultPageSize = 25;

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
  const size = pageSizes.find((each) => String(each) === String(given['size']));
  return {
    ...(size !== undefined && size !== defaultPageSize && { size }),
    ...(cursor !== undefined && Number.isSafeInteger(page) && page > 1 && { page, cursor }),
  };
}

/** A parameter of the address that has something in it. */
export function textOf(given: Given, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Other filters, or another size: the first page of it, without what is empty. */
export function changedList<Search extends Paging>(search: Search, changes: Loose<Search>): Search {
  const { page: _, cursor: __, ...rest } = { ...search, ...changes };
  const isLeft = ([name, value]: [string, unknown]) =>
    value !== undefined && value !== '' && !(name === 'size' && value === defaultPageSize);
  return Object.fromEntries(Object.entries(rest).filter(isLeft)) as Search;
}
