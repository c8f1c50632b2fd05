import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { User } from '../domain/people/user.ts';
import type { RoleGrant } from '../domain/people/role.ts';
import type { RegistryTable } from './client.ts';
import { getItem } from './get-item.ts';
import { type RegistryKey, roleKey, userKey } from './keys.ts';
import { fromRoleItem } from './role-item.ts';
import { type Pacing, untilSettled } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';
import { fromUserItem } from './user-item.ts';

/** Users and roles of the registry, strongly consistent. */
export interface DirectoryStore {
  getUser(userId: string): Promise<User | null>;
  /** What each of the roles grants; a role that does not exist is left out. */
  getGrants(roles: readonly string[]): Promise<RoleGrant[]>;
}

/** @param pacing what waiting goes by, where DynamoDB is short of capacity */
export function createDirectoryStore(table: RegistryTable, pacing: Pacing): DirectoryStore {
  const { client, registry } = table;
  return {
    async getUser(userId) {
      const item = await getItem(table, userKey(userId));
      return item === null ? null : fromUserItem(item);
    },

    async getGrants(roles) {
      if (roles.length === 0) return [];
      const grants: RoleGrant[] = [];
      let Keys = roles.map(roleKey);
      return await untilSettled(pacing, async () => {
        const command = new BatchGetCommand({ RequestItems: { [registry]: { Keys, ConsistentRead: true } } });
        const { Responses, UnprocessedKeys } = await orUnavailable(() => client.send(command));
        grants.push(...(Responses?.[registry] ?? []).map(fromRoleItem));
        Keys = (UnprocessedKeys?.[registry]?.Keys ?? []) as RegistryKey[];
        return Keys.length === 0 ? grants : undefined;
      });
    },
  };
}
