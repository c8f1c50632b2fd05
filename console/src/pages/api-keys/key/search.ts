import { type Paging, readPaging } from '../../../listing/paging.ts';

export const tabs = ['details', 'permissions', 'usage', 'test', 'audit'] as const;
const outcomes = ['success', 'denied', 'error'] as const;

/** The page of a key as its address has it: what is left out is as it is by default. */
export interface KeySearch extends Paging {
  readonly tab?: (typeof tabs)[number];
  readonly outcome?: (typeof outcomes)[number];
  readonly code?: string;
  readonly path?: string;
  readonly address?: string;
  readonly keyPrefix?: string;
}

/** What the address says, without what makes no sense. */
export function readKeySearch(given: Readonly<Record<string, unknown>>): KeySearch {
  const tab = tabs.find((each) => each === given['tab'] && each !== 'details');
  const outcome = outcomes.find((each) => each === given['outcome']);
  const filters = (['code', 'path', 'address', 'keyPrefix'] as const).flatMap((name) => {
    const value = given[name];
    return typeof value === 'string' && value !== '' ? [[name, value]] : [];
  });
  return {
    ...(tab !== undefined && { tab }),
    ...(outcome !== undefined && { outcome }),
    ...Object.fromEntries(filters),
    ...readPaging(given),
  };
}

/** What the calls with a key are narrowed to. */
export type CallFilters = Omit<KeySearch, 'tab' | keyof Paging>;

export function callFiltersOf({
  tab: _,
  size: __,
  page: ___,
  cursor: ____,
  ...filters
}: KeySearch): CallFilters {
  return filters;
}
