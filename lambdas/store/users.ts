import { userStateKey } from '../contract/credential-items.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import type { AuditEvent, ChainHead } from '../domain/audit/audit.ts';
import type { UserTransition } from '../domain/people/user-lifecycle.ts';
import type { User } from '../domain/people/user.ts';
import type { Clock } from '../domain/ports.ts';
import { putEvent } from './audit-events.ts';
import { readChainHead } from './chain-head.ts';
import type { Tables } from './client.ts';
import { absent, atVersion } from './conditions.ts';
import { countHolders } from './holders.ts';
import { userKey } from './keys.ts';
import { commit, type Outcome } from './transaction.ts';
import { guardedUpdate } from './update-expression.ts';
import { toUserAttributes, toUserStateItem } from './user-item.ts';

/** `user`: another version, or keys; `role`: one that does not exist; `administrators`: this one is the last. */
export type UserCondition = 'user' | 'role' | 'administrators' | 'audit event';

/** Changes of users, each one transaction with its audit event, effective for all their keys at once. */
export interface UserStore {
  /** Where an earlier user of the same id left the chain of events. */
  chainHead(userId: string): Promise<ChainHead>;
  create(transition: UserTransition): Promise<Outcome<UserCondition>>;
  /** Replaces `before`, which must still be the stored version. */
  update(before: User, after: UserTransition): Promise<Outcome<UserCondition>>;
  /** Removes the user, which must still be the stored version and have no keys. */
  remove(user: User, event: AuditEvent): Promise<Outcome<UserCondition>>;
}

export function createUserStore(
  tables: Tables,
  { auditRetentionDays }: Pick<DeploymentSettings, 'auditRetentionDays'>,
  now: Clock['now'],
): UserStore {
  const { registry, credentials } = tables;
  const eventOf = (userId: string, event: AuditEvent) =>
    putEvent(tables, userKey(userId).pk, event, auditRetentionDays);
  const putState = (user: User) => ({
    protects: 'user' as const,
    item: { Put: { TableName: credentials, Item: toUserStateItem(user) } },
  });

  return {
    chainHead: (userId) => readChainHead(tables, userKey(userId).pk),

    create: ({ user, event }) =>
      commit<UserCondition>(tables, [
        {
          protects: 'user',
          item: {
            Put: {
              TableName: registry,
              Item: { ...userKey(user.userId), ...toUserAttributes(user), keyCount: 0 },
              ...absent,
            },
          },
        },
        putState(user),
        ...countHolders(tables, null, user),
        eventOf(user.userId, event),
      ]),

    update(before, { user, event }) {
      const guard = atVersion(before.version, now());
      return commit<UserCondition>(tables, [
        {
          protects: 'user',
          item: { Update: guardedUpdate(registry, userKey(user.userId), toUserAttributes(user), guard) },
        },
        putState(user),
        ...countHolders(tables, before, user),
        eventOf(user.userId, event),
      ]);
    },

    remove(user, event) {
      const guard = atVersion(user.version, now());
      return commit<UserCondition>(tables, [
        {
          protects: 'user',
          item: {
            Delete: {
              TableName: registry,
              Key: userKey(user.userId),
              ...guard,
              ConditionExpression: `${guard.ConditionExpression} AND keyCount = :none`,
              ExpressionAttributeValues: { ...guard.ExpressionAttributeValues, ':none': 0 },
            },
          },
        },
        {
          protects: 'user',
          item: { Delete: { TableName: credentials, Key: userStateKey(user.userId) } },
        },
        ...countHolders(tables, user, null),
        eventOf(user.userId, event),
      ]);
    },
  };
}
