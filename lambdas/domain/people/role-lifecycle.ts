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
import type { Role } from './role.ts';

/** What can be set on a role. */
export type RoleFields = Pick<Role, 'description' | 'scopes' | 'accessRights'>;

export interface RoleTransition {
  readonly role: Role;
  readonly event: AuditEvent;
}

/** The first state of a role; `head` is where an earlier role of the same name left the chain. */
export function createRole(
  name: string,
  fields: RoleFields,
  head: ChainHead,
  origin: Origin,
  { now, eventId }: Moment,
): RoleTransition {
  const event = nextEvent(
    head,
    {
      eventId,
      at: now,
      action: 'role.created',
      target: targetOf(name),
      changes: creationOf(audited(fields)),
    },
    origin,
  );
  const role = { name, ...audited(fields), createdAt: now, updatedAt: now, version: 1, holders: 0 };
  return { role: { ...role, chain: headOf(event) }, event };
}

/** The state after a change, or null where it changes nothing. */
export function changeRole(
  role: Role,
  change: RoleFields,
  origin: Origin,
  { now, eventId }: Moment,
): RoleTransition | null {
  const after = { ...role, ...audited(change) };
  const changes = differenceOf(audited(role), audited(after));
  if (isEmpty(changes)) return null;
  const event = nextEvent(
    role.chain,
    { eventId, at: now, action: 'role.updated', target: targetOf(role.name), changes },
    origin,
  );
  return { role: { ...after, updatedAt: now, version: role.version + 1, chain: headOf(event) }, event };
}

export function deleteRole(role: Role, origin: Origin, { now, eventId }: Moment): AuditEvent {
  return nextEvent(
    role.chain,
    {
      eventId,
      at: now,
      action: 'role.deleted',
      target: targetOf(role.name),
      changes: deletionOf(audited(role)),
    },
    origin,
  );
}

function audited({ description, scopes, accessRights }: RoleFields): RoleFields & Record<string, unknown> {
  return { description, scopes, accessRights };
}

function targetOf(name: string): AuditTarget {
  return { type: 'role', id: name, name };
}
