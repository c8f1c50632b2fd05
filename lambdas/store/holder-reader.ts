import { inBatches } from '../domain/batches.ts';
import type { Role } from '../domain/people/role.ts';
import type { User } from '../domain/people/user.ts';
import { batchGet, maxBatch } from './batch-get.ts';
import type { RegistryTable } from './client.ts';
import { type RegistryKey, roleKey, userKey } from './keys.ts';
import { fromRoleItem } from './role-item.ts';
import type { Pacing } from './transaction.ts';
import { fromUserItem } from './user-item.ts';

/** The users of many keys and their roles, for lists: they trail changes by a moment. Those that there are not are left out. */
export interface HolderReader {
  /** @param userIds different ones, of one part of a list */
  users(userIds: readonly string[]): Promise<User[]>;
  /** @param names different ones, of one part of a list */
  roles(names: readonly string[]): Promise<Role[]>;
}

export function createHolderReader(table: RegistryTable, pacing: Pacing): HolderReader {
  const read = async (keys: readonly RegistryKey[]) => {
    const options = { pacing, isConsistent: false };
    const batches = await Promise.all(
      inBatches(keys, maxBatch).map((each) => batchGet(table.client, table.registry, each, options)),
    );
    return batches.flat();
  };
  return {
    users: async (userIds) => (await read(userIds.map(userKey))).map(fromUserItem),
    roles: async (names) => (await read(names.map(roleKey))).map(fromRoleItem),
  };
}
