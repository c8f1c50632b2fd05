import type { DeploymentSettings } from '../contract/settings.ts';
import type { RoleTransition } from '../domain/people/role-lifecycle.ts';
import type { UserTransition } from '../domain/people/user-lifecycle.ts';
import { putEvent } from './audit-events.ts';
import type { Tables } from './client.ts';
import { absent } from './conditions.ts';
import { roleKey, userKey } from './keys.ts';
import { toRoleAttributes, toRoleDefinitionItem } from './role-item.ts';
import { commit, type Outcome } from './transaction.ts';
import { toUserAttributes, toUserStateItem } from './user-item.ts';
import { put } from './writes.ts';

/** Writes the first administrator of a deployment. */
export interface AdministratorStore {
  /** The built-in role and its first holder, in one transaction; refused where either exists. */
  createFirst(role: RoleTransition, user: UserTransition): Promise<Outcome<'role' | 'user' | 'audit event'>>;
}

export function createAdministratorStore(
  tables: Tables,
  { auditRetentionDays }: Pick<DeploymentSettings, 'auditRetentionDays'>,
): AdministratorStore {
  const { registry, credentials } = tables;
  return {
    createFirst({ role, event: roleEvent }, { user, event: userEvent }) {
      const counters = { holders: 1, activeHolders: 1 };
      const roleItem = { ...roleKey(role.name), ...toRoleAttributes(role), ...counters };
      const userItem = { ...userKey(user.userId), ...toUserAttributes(user), keyCount: 0 };
      return commit<'role' | 'user' | 'audit event'>(tables, [
        put('role', registry, roleItem, absent),
        put('role', credentials, toRoleDefinitionItem(role)),
        put('user', registry, userItem, absent),
        put('user', credentials, toUserStateItem(user)),
        putEvent(tables, roleKey(role.name).pk, roleEvent, auditRetentionDays),
        putEvent(tables, userKey(user.userId).pk, userEvent, auditRetentionDays),
      ]);
    },
  };
}
