import { given, type Paging, readPaging } from '../../../listing/paging.ts';

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
export function readKeySearch(told: Readonly<Record<string, unknown>>): KeySearch {
  const tab = tabs.find((each) => each === told['tab'] && each !== 'details');
  const outcome = outcomes.find((each) => each === told['outcome']);
  const filters = (['code', 'path', 'address', 'keyPrefix'] as const).flatMap((name) => {
    const value = told[name];
    return typeof value === 'string' && value !== '' ? [[name, value]] : [];
  });
  return {
    ...(tab !== undefined && { tab }),
    ...(outcome !== undefined && { outcome }),
    ...Object.fromEntries(filters),
    ...readPaging(told),
  };
}

/** What the calls with a key are narrowed to. */
export type CallFilters = Omit<KeySearch, 'tab' | keyof Paging>;

export function callFiltersOf({ outcome, code, path, address, keyPrefix }: KeySearch): CallFilters {
  return given({ outcome, code, path, address, keyPrefix });
}
