import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { User } from '../domain/people/user.ts';
import type { Permissions } from '../domain/permissions/permissions.ts';
import { Problem } from '../domain/problem.ts';
import type { RegistryTable } from './client.ts';
import { getItem } from './get-item.ts';
import { roleKey, userKey } from './keys.ts';
import { fromRoleItem } from './role-item.ts';
import { orUnavailable } from './unavailable.ts';
import { fromUserItem } from './user-item.ts';

/** Users and roles of the registry, strongly consistent. */
export interface DirectoryStore {
  getUser(userId: string): Promise<User | null>;
  /** What each of the roles grants; a role that does not exist is left out. */
  getGrants(roles: readonly string[]): Promise<Permissions[]>;
}

export function createDirectoryStore(table: RegistryTable): DirectoryStore {
  const { client, registry } = table;
  return {
    async getUser(userId) {
      const item = await getItem(table, userKey(userId));
      return item === null ? null : fromUserItem(item);
    },

    async getGrants(roles) {
      if (roles.length === 0) return [];
      const Keys = roles.map(roleKey);
      const { Responses, UnprocessedKeys } = await orUnavailable(() =>
        client.send(new BatchGetCommand({ RequestItems: { [registry]: { Keys, ConsistentRead: true } } })),
      );
      if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Problem('UNAVAILABLE');
      return (Responses?.[registry] ?? []).map(fromRoleItem);
    },
  };
}
