import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { roleDefinitionKey, userStateKey } from '../../lambdas/contract/credential-items.ts';
import type { Permissions } from '../../lambdas/domain/permissions/permissions.ts';
import type { User } from '../../lambdas/domain/people/user.ts';
import type { Tables } from '../../lambdas/store/client.ts';
import { roleKey, userKey } from '../../lambdas/store/keys.ts';
import { aRole, aUser } from './memory-records.ts';

/** Puts a user into both tables, as the directory stores one. */
export async function seedUser(tables: Tables, fields: Partial<User> = {}): Promise<User> {
  const user = aUser(fields);
  const { chain, ...record } = user;
  const { status, roles, version } = user;
  const stored = { ...record, auditSequence: chain.sequence, auditHash: chain.hash };
  await put(tables, tables.registry, { ...userKey(user.userId), ...stored });
  await put(tables, tables.credentials, { ...userStateKey(user.userId), status, roles, version });
  return user;
}

/** Puts a role into both tables. */
export async function seedRole(tables: Tables, name: string, grant: Permissions): Promise<void> {
  const { chain, ...record } = aRole({ name, ...grant });
  const stored = { ...record, auditSequence: chain.sequence, auditHash: chain.hash };
  await put(tables, tables.registry, { ...roleKey(name), ...stored });
  await put(tables, tables.credentials, { ...roleDefinitionKey(name), ...grant });
}

async function put({ client }: Tables, TableName: string, Item: Record<string, unknown>): Promise<void> {
  await client.send(new PutCommand({ TableName, Item }));
}
