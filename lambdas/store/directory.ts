import { BatchGetCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccessRights } from '../domain/permissions/access-rights.ts';
import type { Permissions } from '../domain/permissions/permissions.ts';
import { Problem } from '../domain/problem.ts';
import type { User } from '../domain/people/user.ts';
import type { RegistryTable } from './client.ts';
import { roleKey, userKey } from './keys.ts';
import { orUnavailable } from './unavailable.ts';
import { fromUserItem } from './user-item.ts';

/** Users and roles of the registry, strongly consistent. */
export interface DirectoryStore {
  getUser(userId: string): Promise<User | null>;
  /** What each of the roles grants; a role that does not exist is left out. */
  getGrants(roles: readonly string[]): Promise<Permissions[]>;
}

export function createDirectoryStore({ client, registry }: RegistryTable): DirectoryStore {
  return {
    async getUser(userId) {
      const { Item } = await orUnavailable(() =>
        client.send(new GetCommand({ TableName: registry, Key: userKey(userId), ConsistentRead: true })),
      );
      if (Item === undefined) return null;
      return fromUserItem(Item);
    },

    async getGrants(roles) {
      if (roles.length === 0) return [];
      const Keys = roles.map(roleKey);
      const { Responses, UnprocessedKeys } = await orUnavailable(() =>
        client.send(new BatchGetCommand({ RequestItems: { [registry]: { Keys, ConsistentRead: true } } })),
      );
      if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Problem('UNAVAILABLE');
      return (Responses?.[registry] ?? []).map((item) => ({
        scopes: item['scopes'] as string[],
        accessRights: item['accessRights'] as AccessRights,
      }));
    },
  };
}
