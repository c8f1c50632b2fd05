import type { AuditEvent, AuditTarget, ChainHead, Origin } from '../audit/audit.ts';
import { creationOf, deletionOf, differenceOf, isEmpty } from '../audit/changes.ts';
import { type Moment, transition } from '../audit/transition.ts';
import type { Role } from './role.ts';

/** What can be set on a role. */
export type RoleFields = Pick<Role, 'description' | 'scopes' | 'accessRights'>;

export interface RoleTransition {
  readonly role: Role;
  readonly event: AuditEvent;
}

/** The first state of a role; `chain` is where an earlier role of the same name left it. */
export function createRole(
  name: string,
  fields: RoleFields,
  chain: ChainHead,
  origin: Origin,
  moment: Moment,
): RoleTransition {
  const first = { name, ...audited(fields), createdAt: moment.now, holders: 0 };
  const deed = {
    action: 'role.created',
    target: targetOf(first),
    changes: creationOf(audited(first)),
  } as const;
  const { record, event } = transition({ version: 0, chain }, first, deed, origin, moment);
  return { role: record, event };
}

/** The state after a change, or null where it changes nothing. */
export function changeRole(
  role: Role,
  change: RoleFields,
  origin: Origin,
  moment: Moment,
): RoleTransition | null {
  const after = { ...role, ...audited(change) };
  const changes = differenceOf(audited(role), audited(after));
  if (isEmpty(changes)) return null;
  const deed = { action: 'role.updated', target: targetOf(role), changes } as const;
  const { record, event } = transition(role, after, deed, origin, moment);
  return { role: record, event };
}

/** The last event of a role. */
export function deleteRole(role: Role, origin: Origin, moment: Moment): AuditEvent {
  const deed = {
    action: 'role.deleted',
    target: targetOf(role),
    changes: deletionOf(audited(role)),
  } as const;
  return transition(role, role, deed, origin, moment).event;
}

function audited({ description, scopes, accessRights }: RoleFields): RoleFields & Record<string, unknown> {
  return { description, scopes, accessRights };
}

function targetOf({ name }: Pick<Role, 'name'>): AuditTarget {
  return { type: 'role', id: name, name };
}
