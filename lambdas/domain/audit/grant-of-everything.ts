import { adminRole } from '../people/role.ts';
import type { AuditEvent } from './audit.ts';

const everything = '*';

/**
 * Whether a change gave somebody everything: a role or a key got the scope `*`, or a user the role `admin`. A user who
 * gets another role with `*` is not seen here; that role was, when it got it.
 */
export function isGrantOfEverything({ target, changes }: Pick<AuditEvent, 'target' | 'changes'>): boolean {
  if (target.type === 'user') return isGained(changes['roles'], adminRole);
  return isGained(changes['scopes'], everything);
}

function isGained(change: AuditEvent['changes'][string] | undefined, value: string): boolean {
  const has = (list: unknown) => Array.isArray(list) && list.includes(value);
  return has(change?.to) && !has(change?.from);
}
