import type { AuditEvent } from '../../../lambdas/domain/audit/audit.ts';
import type { User } from '../../../lambdas/domain/people/user.ts';
import { createUser, type UserFields } from '../../../lambdas/domain/people/user-lifecycle.ts';
import { advance, fieldsOf, momentOf, replay, type Replayed, type Steps } from './replayed.ts';

const audited = ['displayName', 'roles', 'status'] as const;
const known = [...audited, 'createdAt', 'invitation'];

const steps: Steps<User> = {
  'user.created': (_, event) => began(event),
  'registry.restored': (state, event) => advance(state ?? began(event), restored(event), event),
  'user.updated': (state, event) => state && advance(state, fieldsOf<User>(event, audited), event),
  'user.deleted': () => null,
};

/** What a user has become by the events behind `before`; null where the copy has none. */
export function replayUser(before: User | null, events: readonly AuditEvent[]): Replayed<User> {
  const isEnded = events.at(-1)?.action === 'user.deleted';
  return { ...replay(before, events, steps, known), isEnded };
}

function began(event: AuditEvent): User {
  const fields = fieldsOf<User>(event, audited) as UserFields;
  const chain = { sequence: event.sequence - 1, hash: event.previousHash };
  return createUser(event.target.id, fields, chain, event, {
    now: Date.parse(event.at),
    eventId: event.eventId,
  }).user;
}

function restored(event: AuditEvent): Partial<User> {
  return { ...fieldsOf<User>(event, audited), ...(momentOf(event, 'createdAt') as Partial<User>) };
}
