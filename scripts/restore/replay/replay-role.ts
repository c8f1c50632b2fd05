import type { AuditEvent } from '../../../lambdas/domain/audit/audit.ts';
import type { Role } from '../../../lambdas/domain/people/role.ts';
import { createRole, type RoleFields } from '../../../lambdas/domain/people/role-lifecycle.ts';
import { advance, fieldsOf, momentOf, replay, type Replayed, type Steps } from './replayed.ts';

const audited = ['description', 'scopes', 'accessRights'] as const;
const known = [...audited, 'createdAt'];

const steps: Steps<Role> = {
  'role.created': (_, event) => began(event),
  'registry.restored': (state, event) => advance(state ?? began(event), restored(event), event),
  'role.updated': (state, event) => state && advance(state, fieldsOf<Role>(event, audited), event),
  'role.deleted': () => null,
};

/** What a role has become by the events behind `before`; null where the copy has none. */
export function replayRole(before: Role | null, events: readonly AuditEvent[]): Replayed<Role> {
  const isEnded = events.at(-1)?.action === 'role.deleted';
  return { ...replay(before, events, steps, known), isEnded };
}

function began(event: AuditEvent): Role {
  const fields = fieldsOf<Role>(event, audited) as RoleFields;
  const chain = { sequence: event.sequence - 1, hash: event.previousHash };
  return createRole(event.target.id, fields, chain, event, {
    now: Date.parse(event.at),
    eventId: event.eventId,
  }).role;
}

function restored(event: AuditEvent): Partial<Role> {
  return { ...fieldsOf<Role>(event, audited), ...(momentOf(event, 'createdAt') as Partial<Role>) };
}
