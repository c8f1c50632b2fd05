import type { User } from '../../domain/people/user.ts';
import type { Permissions } from '../../domain/permissions/permissions.ts';
import type { ApiKeyDependencies } from './dependencies.ts';

export type Known<Value> = ReadonlyMap<string, Value>;

/** Users and roles by their names, each of which is read once a request; what there is not is left out. */
export interface HoldersOnce {
  readonly users: (userIds: readonly string[]) => Promise<Known<User>>;
  readonly grants: (roles: readonly string[]) => Promise<Known<Permissions>>;
}

export function holdersOnce({ holders }: Pick<ApiKeyDependencies, 'holders'>): HoldersOnce {
  return {
    users: readOnce(async (ids) => (await holders.users(ids)).map((user) => [user.userId, user])),
    grants: readOnce(async (names) => (await holders.roles(names)).map((each) => [each.name, each])),
  };
}

/** Remembers what was read, and what there was not. */
function readOnce<Value>(
  read: (names: readonly string[]) => Promise<(readonly [string, Value])[]>,
): (names: readonly string[]) => Promise<Known<Value>> {
  const known = new Map<string, Value>();
  const asked = new Set<string>();
  return async (names) => {
    const missing = [...new Set(names)].filter((name) => !asked.has(name));
    for (const name of missing) asked.add(name);
    for (const [name, value] of await read(missing)) known.set(name, value);
    return known;
  };
}
