import { roleDefinitionKey, userStateKey } from '../contract/credential-items.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import type { AuditEvent } from '../domain/audit.ts';
import type { Role } from '../domain/role.ts';
import type { User } from '../domain/user.ts';
import { putEvent } from './audit-events.ts';
import type { Tables } from './client.ts';
import { absent } from './conditions.ts';
import { collections, roleKey, userKey } from './keys.ts';
import { commit, type Outcome } from './transaction.ts';

/** Writes the first administrator of a deployment. */
export interface AdministratorStore {
  /** The built-in role and its first holder, in one transaction; refused where either exists. */
  createFirst(
    role: Role,
    roleEvent: AuditEvent,
    user: User,
    userEvent: AuditEvent,
  ): Promise<Outcome<'role' | 'user' | 'audit event'>>;
}

export function createAdministratorStore(
  tables: Tables,
  { auditRetentionDays }: Pick<DeploymentSettings, 'auditRetentionDays'>,
): AdministratorStore {
  const { registry, credentials } = tables;
  return {
    createFirst(role, roleEvent, user, userEvent) {
      const roleItem = {
        ...roleKey(role.name),
        ...withChain(role),
        collection: collections.roles,
        collectionSort: role.name,
        activeHolders: role.holders,
      };
      const userItem = {
        ...userKey(user.userId),
        ...withChain(user),
        collection: collections.users,
        collectionSort: user.userId,
      };
      const { scopes, accessRights } = role;
      const { status, roles, version } = user;
      const roleDefinition = { ...roleDefinitionKey(role.name), scopes, accessRights };
      const userState = { ...userStateKey(user.userId), status, roles, version };
      return commit<'role' | 'user' | 'audit event'>(tables, [
        { protects: 'role', item: { Put: { TableName: registry, Item: roleItem, ...absent } } },
        { protects: 'role', item: { Put: { TableName: credentials, Item: roleDefinition } } },
        { protects: 'user', item: { Put: { TableName: registry, Item: userItem, ...absent } } },
        { protects: 'user', item: { Put: { TableName: credentials, Item: userState } } },
        putEvent(tables, roleItem.pk, roleEvent, auditRetentionDays),
        putEvent(tables, userItem.pk, userEvent, auditRetentionDays),
      ]);
    },
  };
}

function withChain<T extends Role | User>({
  chain,
  ...record
}: T): Omit<T, 'chain'> & Record<string, unknown> {
  return { ...record, auditSequence: chain.sequence, auditHash: chain.hash };
}
