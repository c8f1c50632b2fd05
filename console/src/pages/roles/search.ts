import { type Paging, readPaging, textOf } from '../../listing/paging.ts';

/** The list of roles as its address has it. */
export interface RoleSearch extends Paging {
  readonly search?: string;
}

export function readRoleSearch(given: Readonly<Record<string, unknown>>): RoleSearch {
  const search = textOf(given, 'search');
  return { ...(search !== undefined && { search }), ...readPaging(given) };
}
