import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { roleDefinitionKey, userStateKey } from '../../lambdas/contract/credential-items.ts';
import type { Role } from '../../lambdas/domain/people/role.ts';
import type { User } from '../../lambdas/domain/people/user.ts';
import type { Permissions } from '../../lambdas/domain/permissions/permissions.ts';
import type { Tables } from '../../lambdas/store/client.ts';
import { roleKey, userKey } from '../../lambdas/store/keys.ts';
import { aRole, aUser } from './memory-records.ts';

interface Seed {
  readonly table: string;
  readonly item: Record<string, unknown>;
}

/** Puts a user into both tables, as the directory stores one; the counters of their roles stay. */
export async function seedUser(tables: Tables, fields: Partial<User> = {}): Promise<User> {
  const user = aUser(fields);
  await seedUsers(tables, [user]);
  return user;
}

export async function seedUsers(tables: Tables, users: readonly Partial<User>[]): Promise<void> {
  const seeds = users.flatMap((fields) => {
    const { chain, ...record } = aUser(fields);
    const { userId, status, roles, version } = record;
    return [
      { table: tables.registry, item: { ...userKey(userId), ...record, ...headOf(chain) } },
      { table: tables.credentials, item: { ...userStateKey(userId), status, roles, version } },
    ];
  });
  await putAll(tables, seeds);
}

/** Puts a role into both tables. */
export async function seedRole(tables: Tables, name: string, grant: Permissions): Promise<void> {
  await seedRoles(tables, [{ name, ...grant }]);
}

export async function seedRoles(tables: Tables, roles: readonly Partial<Role>[]): Promise<void> {
  const seeds = roles.flatMap((fields) => {
    const { chain, ...record } = aRole(fields);
    const { name, scopes, accessRights } = record;
    return [
      { table: tables.registry, item: { ...roleKey(name), ...record, ...headOf(chain) } },
      { table: tables.credentials, item: { ...roleDefinitionKey(name), scopes, accessRights } },
    ];
  });
  await putAll(tables, seeds);
}

function headOf({ sequence, hash }: User['chain']): object {
  return { auditSequence: sequence, auditHash: hash };
}

/** 25 at a time, the most that DynamoDB takes. */
async function putAll({ client }: Tables, seeds: readonly Seed[]): Promise<void> {
  for (let at = 0; at < seeds.length; at += 25) {
    const puts = Map.groupBy(seeds.slice(at, at + 25), ({ table }) => table);
    const RequestItems = Object.fromEntries(
      [...puts].map(([table, items]) => [table, items.map(({ item }) => ({ PutRequest: { Item: item } }))]),
    );
    await client.send(new BatchWriteCommand({ RequestItems }));
  }
}
