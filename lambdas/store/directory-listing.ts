import type { ProtectedApi } from '../domain/apis/protected-api.ts';
import type { Role } from '../domain/people/role.ts';
import type { User } from '../domain/people/user.ts';
import type { ListPart } from '../domain/list-part.ts';
import type { Clock } from '../domain/ports.ts';
import type { RegistryTable } from './client.ts';
import { collections } from './keys.ts';
import { fromProtectedApiItem } from './protected-api-item.ts';
import { queryPages } from './query.ts';
import { fromRoleItem } from './role-item.ts';
import { fromUserItem } from './user-item.ts';

/** Users, roles and protected APIs in the order of their names, page by page; lists trail writes by a moment. */
export interface DirectoryLister {
  /** @param after userId that the list goes on behind; null from the start */
  users(after: string | null): AsyncGenerator<ListPart<User>>;
  /** @param after name that the list goes on behind; null from the start */
  roles(after: string | null): AsyncGenerator<ListPart<Role>>;
  /** @param after name that the list goes on behind; null from the start */
  apis(after: string | null): AsyncGenerator<ListPart<ProtectedApi>>;
}

const pageSize = 250;

export function createDirectoryLister(table: RegistryTable, now: Clock['now']): DirectoryLister {
  async function* list<T>(
    collection: string,
    after: string | null,
    read: (item: Record<string, unknown>) => T,
  ): AsyncGenerator<ListPart<T>> {
    const bound = after === null ? undefined : { after };
    const query = { index: 'byCollection', partition: collection, bound, pageSize } as const;
    for await (const { items, end } of queryPages(table, query, now)) yield { items: items.map(read), end };
  }
  return {
    users: (after) => list(collections.users, after, fromUserItem),
    roles: (after) => list(collections.roles, after, fromRoleItem),
    apis: (after) => list(collections.apis, after, fromProtectedApiItem),
  };
}
