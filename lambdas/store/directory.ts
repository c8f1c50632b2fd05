import type { User } from '../domain/people/user.ts';
import type { RoleGrant } from '../domain/people/role.ts';
import { batchGet } from './batch-get.ts';
import type { RegistryTable } from './client.ts';
import { getItem } from './get-item.ts';
import { roleKey, userKey } from './keys.ts';
import { fromRoleItem } from './role-item.ts';
import type { Pacing } from './transaction.ts';
import { fromUserItem } from './user-item.ts';

/** Users and roles of the registry, strongly consistent. */
export interface DirectoryStore {
  getUser(userId: string): Promise<User | null>;
  /** What each of the roles grants; a role that does not exist is left out. */
  getGrants(roles: readonly string[]): Promise<RoleGrant[]>;
}

/** @param pacing what waiting goes by, where DynamoDB is short of capacity */
export function createDirectoryStore(table: RegistryTable, pacing: Pacing): DirectoryStore {
  return {
    async getUser(userId) {
      const item = await getItem(table, userKey(userId));
      return item === null ? null : fromUserItem(item);
    },

    async getGrants(roles) {
      const items = await batchGet(table.client, table.registry, roles.map(roleKey), {
        pacing,
        isConsistent: true,
      });
      return items.map(fromRoleItem);
    },
  };
}
