import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { roleDefinitionKey } from '../contract/credential-items.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import type { AuditEvent, ChainHead } from '../domain/audit/audit.ts';
import type { RoleTransition } from '../domain/people/role-lifecycle.ts';
import type { Role } from '../domain/people/role.ts';
import type { Clock } from '../domain/ports.ts';
import { putEvent } from './audit-events.ts';
import { readChainHead } from './chain-head.ts';
import type { Tables } from './client.ts';
import { absent, atVersion } from './conditions.ts';
import { roleKey } from './keys.ts';
import { fromRoleItem, toRoleAttributes, toRoleDefinitionItem } from './role-item.ts';
import { commit, type Outcome } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';
import { guardedUpdate } from './update-expression.ts';

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
  const { client, registry, credentials } = tables;
  const eventOf = (name: string, event: AuditEvent) =>
    putEvent(tables, roleKey(name).pk, event, auditRetentionDays);
  const putDefinition = (role: Role) => ({
    protects: 'role' as const,
    item: { Put: { TableName: credentials, Item: toRoleDefinitionItem(role) } },
  });

  return {
    async get(name) {
      const { Item } = await orUnavailable(() =>
        client.send(new GetCommand({ TableName: registry, Key: roleKey(name), ConsistentRead: true })),
      );
      return Item === undefined ? null : fromRoleItem(Item);
    },

    chainHead: (name) => readChainHead(tables, roleKey(name).pk),

    create: ({ role, event }) =>
      commit<RoleCondition>(tables, [
        {
          protects: 'role',
          item: {
            Put: {
              TableName: registry,
              Item: { ...roleKey(role.name), ...toRoleAttributes(role), holders: 0 },
              ...absent,
            },
          },
        },
        putDefinition(role),
        eventOf(role.name, event),
      ]),

    update(before, { role, event }) {
      const guard = atVersion(before.version, now());
      return commit<RoleCondition>(tables, [
        {
          protects: 'role',
          item: { Update: guardedUpdate(registry, roleKey(role.name), toRoleAttributes(role), guard) },
        },
        putDefinition(role),
        eventOf(role.name, event),
      ]);
    },

    remove(role, event) {
      const guard = atVersion(role.version, now());
      return commit<RoleCondition>(tables, [
        {
          protects: 'role',
          item: {
            Delete: {
              TableName: registry,
              Key: roleKey(role.name),
              ...guard,
              ConditionExpression: `${guard.ConditionExpression} AND holders = :none`,
              ExpressionAttributeValues: { ...guard.ExpressionAttributeValues, ':none': 0 },
            },
          },
        },
        {
          protects: 'role',
          item: { Delete: { TableName: credentials, Key: roleDefinitionKey(role.name) } },
        },
        eventOf(role.name, event),
      ]);
    },
  };
}
