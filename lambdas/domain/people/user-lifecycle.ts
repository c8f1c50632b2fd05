import type { AuditEvent, AuditTarget, ChainHead, Origin } from '../audit/audit.ts';
import { creationOf, deletionOf, differenceOf, isEmpty } from '../audit/changes.ts';
import { type Moment, transition } from '../audit/transition.ts';
import { isoTime } from '../time.ts';
import type { User } from './user.ts';

/** What can be set on a user. */
export type UserFields = Pick<User, 'displayName' | 'roles' | 'status'>;

export interface UserTransition {
  readonly user: User;
  readonly event: AuditEvent;
}

/** The first state of a user; `chain` is where an earlier user of the same id left it. */
export function createUser(
  userId: string,
  { invitation = null, ...fields }: UserFields & { readonly invitation?: 'sent' | 'existing' | null },
  chain: ChainHead,
  origin: Origin,
  moment: Moment,
): UserTransition {
  const first = { userId, ...fields, roles: sorted(fields.roles), createdAt: moment.now, keyCount: 0 };
  const deed = {
    action: 'user.created',
    target: targetOf(first),
    changes: creationOf({ ...audited(first), ...(invitation === null ? {} : { invitation }) }),
  } as const;
  const { record, event } = transition({ version: 0, chain }, first, deed, origin, moment);
  return { user: record, event };
}

/** The state after a change, or null where it changes nothing. */
export function changeUser(
  user: User,
  change: Partial<UserFields>,
  origin: Origin,
  moment: Moment,
): UserTransition | null {
  const after = { ...user, ...change, roles: sorted(change.roles ?? user.roles) };
  const changes = differenceOf(audited(user), audited(after));
  if (isEmpty(changes)) return null;
  const deed = { action: 'user.updated', target: targetOf(after), changes } as const;
  const { record, event } = transition(user, after, deed, origin, moment);
  return { user: record, event };
}

/** A user who comes back from a copy of the tables. The event tells all that they hold from then on. */
export function restoreUser(user: User, origin: Origin, moment: Moment): UserTransition {
  const changes = creationOf({ ...audited(user), createdAt: isoTime(user.createdAt) });
  const deed = { action: 'registry.restored', target: targetOf(user), changes } as const;
  const { record, event } = transition(user, user, deed, origin, moment);
  return { user: record, event };
}

/** The last event of a user. */
export function deleteUser(user: User, origin: Origin, moment: Moment): AuditEvent {
  const deed = {
    action: 'user.deleted',
    target: targetOf(user),
    changes: deletionOf(audited(user)),
  } as const;
  return transition(user, user, deed, origin, moment).event;
}

function audited({ displayName, roles, status }: UserFields): UserFields & Record<string, unknown> {
  return { displayName, roles, status };
}

function targetOf({ userId, displayName }: Pick<User, 'userId' | 'displayName'>): AuditTarget {
  return { type: 'user', id: userId, name: displayName };
}

function sorted(roles: readonly string[]): string[] {
  return [...new Set(roles)].toSorted((left, right) => (left < right ? -1 : 1));
}
