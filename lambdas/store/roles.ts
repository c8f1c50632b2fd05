import { roleDefinitionKey } from '../contract/credential-items.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import type { AuditEvent, ChainHead } from '../domain/audit/audit.ts';
import type { RoleTransition } from '../domain/people/role-lifecycle.ts';
import type { Role } from '../domain/people/role.ts';
import type { Clock } from '../domain/ports.ts';
import { putEvent } from './audit-events.ts';
import { readChainHead } from './chain-head.ts';
import type { Tables } from './client.ts';
import { absent, atVersion, both, countsNothing } from './conditions.ts';
import { getItem } from './get-item.ts';
import { roleKey } from './keys.ts';
import { fromRoleItem, toRoleAttributes, toRoleDefinitionItem } from './role-item.ts';
import { commit, type Outcome } from './transaction.ts';
import { put, remove, update } from './writes.ts';

export type RoleCondition = 'role' | 'audit event';

/** Roles. Every change is one transaction with its audit event inside. */
export interface RoleStore {
  /** Strongly consistent. */
  get(name: string): Promise<Role | null>;
  /** Where an earlier role of the same name left the chain of events. */
  chainHead(name: string): Promise<ChainHead>;
  create(transition: RoleTransition): Promise<Outcome<RoleCondition>>;
  /** Replaces `before`, which must still be the stored version. */
  update(before: Role, after: RoleTransition): Promise<Outcome<RoleCondition>>;
  /** Removes the role, which must still be the stored version and have no holders. */
  remove(role: Role, event: AuditEvent): Promise<Outcome<RoleCondition>>;
}

export function createRoleStore(
  tables: Tables,
  { auditRetentionDays }: Pick<DeploymentSettings, 'auditRetentionDays'>,
  now: Clock['now'],
): RoleStore {
  const { registry, credentials } = tables;
  const eventOf = (name: string, event: AuditEvent) =>
    putEvent(tables, roleKey(name).pk, event, auditRetentionDays);
  const putDefinition = (role: Role) => put('role', credentials, toRoleDefinitionItem(role));

  return {
    async get(name) {
      const item = await getItem(tables, roleKey(name));
      return item === null ? null : fromRoleItem(item);
    },

    chainHead: (name) => readChainHead(tables, roleKey(name).pk),

    create: ({ role, event }) =>
      commit<RoleCondition>(tables, [
        put('role', registry, { ...roleKey(role.name), ...toRoleAttributes(role), holders: 0 }, absent),
        putDefinition(role),
        eventOf(role.name, event),
      ]),

    update: ({ version }, { role, event }) =>
      commit<RoleCondition>(tables, [
        update('role', registry, roleKey(role.name), toRoleAttributes(role), atVersion(version, now())),
        putDefinition(role),
        eventOf(role.name, event),
      ]),

    remove: ({ name, version }, event) =>
      commit<RoleCondition>(tables, [
        remove('role', registry, roleKey(name), both(atVersion(version, now()), countsNothing('holders'))),
        remove('role', credentials, roleDefinitionKey(name)),
        eventOf(name, event),
      ]),
  };
}
