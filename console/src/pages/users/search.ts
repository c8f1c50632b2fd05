import { type Paging, readPaging, textOf } from '../../listing/paging.ts';

const statuses = ['active', 'disabled'] as const;

/** The list of users as its address has it. */
export interface UserSearch extends Paging {
  readonly search?: string;
  readonly status?: (typeof statuses)[number];
  readonly role?: string;
}

export function readUserSearch(given: Readonly<Record<string, unknown>>): UserSearch {
  const search = textOf(given, 'search');
  const role = textOf(given, 'role');
  const status = statuses.find((each) => each === given['status']);
  return {
    ...(search !== undefined && { search }),
    ...(status !== undefined && { status }),
    ...(role !== undefined && { role }),
    ...readPaging(given),
  };
}

/** What a link fills the form of a new user in with. */
export function readNewUserSearch(given: Readonly<Record<string, unknown>>): { readonly userId?: string } {
  const userId = textOf(given, 'userId');
  return userId === undefined ? {} : { userId };
}
