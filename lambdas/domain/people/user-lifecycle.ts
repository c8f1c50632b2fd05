import {
  type AuditEvent,
  type AuditTarget,
  type ChainHead,
  headOf,
  nextEvent,
  type Origin,
} from '../audit/audit.ts';
import { creationOf, deletionOf, differenceOf, isEmpty } from '../audit/changes.ts';
import type { Moment } from '../keys/lifecycle.ts';
import type { User } from './user.ts';

/** What can be set on a user. */
export type UserFields = Pick<User, 'displayName' | 'roles' | 'status'>;

export interface UserTransition {
  readonly user: User;
  readonly event: AuditEvent;
}

/** The first state of a user; `head` is where an earlier user of the same id left the chain. */
export function createUser(
  userId: string,
  fields: UserFields,
  head: ChainHead,
  origin: Origin,
  { now, eventId }: Moment,
): UserTransition {
  const user = { userId, ...fields, roles: sorted(fields.roles) };
  const event = nextEvent(
    head,
    { eventId, at: now, action: 'user.created', target: targetOf(user), changes: creationOf(audited(user)) },
    origin,
  );
  return {
    user: { ...user, createdAt: now, updatedAt: now, version: 1, keyCount: 0, chain: headOf(event) },
    event,
  };
}

/** The state after a change, or null where it changes nothing. */
export function changeUser(
  user: User,
  change: Partial<UserFields>,
  origin: Origin,
  { now, eventId }: Moment,
): UserTransition | null {
  const after = { ...user, ...change, roles: sorted(change.roles ?? user.roles) };
  const changes = differenceOf(audited(user), audited(after));
  if (isEmpty(changes)) return null;
  const event = nextEvent(
    user.chain,
    { eventId, at: now, action: 'user.updated', target: targetOf(after), changes },
    origin,
  );
  return { user: { ...after, updatedAt: now, version: user.version + 1, chain: headOf(event) }, event };
}

export function deleteUser(user: User, origin: Origin, { now, eventId }: Moment): AuditEvent {
  return nextEvent(
    user.chain,
    { eventId, at: now, action: 'user.deleted', target: targetOf(user), changes: deletionOf(audited(user)) },
    origin,
  );
}

function audited({ displayName, roles, status }: UserFields): Record<string, unknown> {
  return { displayName, roles, status };
}

function targetOf({ userId, displayName }: Pick<User, 'userId' | 'displayName'>): AuditTarget {
  return { type: 'user', id: userId, name: displayName };
}

function sorted(roles: readonly string[]): string[] {
  return [...new Set(roles)].toSorted((left, right) => (left < right ? -1 : 1));
}
