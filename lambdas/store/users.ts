import { userStateKey } from '../contract/credential-items.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import type { AuditEvent, ChainHead } from '../domain/audit/audit.ts';
import type { UserTransition } from '../domain/people/user-lifecycle.ts';
import type { User } from '../domain/people/user.ts';
import type { Clock } from '../domain/ports.ts';
import { putEvent } from './audit-events.ts';
import { readChainHead } from './chain-head.ts';
import type { Tables } from './client.ts';
import { absent, atVersion, both, countsNothing } from './conditions.ts';
import { countHolders } from './holders.ts';
import { userKey } from './keys.ts';
import { commit, type Outcome } from './transaction.ts';
import { toUserAttributes, toUserStateItem } from './user-item.ts';
import { put, remove, update } from './writes.ts';

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
  const putState = (user: User) => put('user', credentials, toUserStateItem(user));

  return {
    chainHead: (userId) => readChainHead(tables, userKey(userId).pk),

    create: ({ user, event }) =>
      commit<UserCondition>(tables, [
        put('user', registry, { ...userKey(user.userId), ...toUserAttributes(user), keyCount: 0 }, absent),
        putState(user),
        ...countHolders(tables, null, user),
        eventOf(user.userId, event),
      ]),

    update: (before, { user, event }) =>
      commit<UserCondition>(tables, [
        update(
          'user',
          registry,
          userKey(user.userId),
          toUserAttributes(user),
          atVersion(before.version, now()),
        ),
        putState(user),
        ...countHolders(tables, before, user),
        eventOf(user.userId, event),
      ]),

    remove: (user, event) =>
      commit<UserCondition>(tables, [
        remove(
          'user',
          registry,
          userKey(user.userId),
          both(atVersion(user.version, now()), countsNothing('keyCount')),
        ),
        remove('user', credentials, userStateKey(user.userId)),
        ...countHolders(tables, user, null),
        eventOf(user.userId, event),
      ]),
  };
}
