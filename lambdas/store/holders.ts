import { adminRole } from '../domain/people/role.ts';
import type { User } from '../domain/people/user.ts';
import type { RegistryTable } from './client.ts';
import { countsAtLeast, present } from './conditions.ts';
import { roleKey } from './keys.ts';
import type { Write } from './transaction.ts';
import { add } from './writes.ts';

type Holder = Pick<User, 'roles' | 'status'>;

/**
 * Moves the counters of roles that a change of one user gives or takes. A role must exist to be given, and the
 * last active administrator stays: both are conditions on the counter itself, so that no race gets past them.
 *
 * @param before null for a new user
 * @param after null for a deleted one
 */
export function countHolders(
  { registry }: RegistryTable,
  before: Holder | null,
  after: Holder | null,
): Write<'role' | 'administrators'>[] {
  const roles = new Set([...(before?.roles ?? []), ...(after?.roles ?? [])]);
  return [...roles].flatMap((role): Write<'role' | 'administrators'>[] => {
    const holders = holds(after, role) - holds(before, role);
    const activeHolders = role === adminRole ? holdsActively(after, role) - holdsActively(before, role) : 0;
    if (holders === 0 && activeHolders === 0) return [];
    const counters: Record<string, number> = role === adminRole ? { holders, activeHolders } : { holders };
    return activeHolders < 0
      ? [add('administrators', registry, roleKey(role), counters, countsAtLeast('activeHolders', 2))]
      : [add('role', registry, roleKey(role), counters, present)];
  });
}

/** 1 where the user holds the role, else 0. */
function holds(user: Holder | null, role: string): number {
  return Number(user?.roles.includes(role) ?? false);
}

function holdsActively(user: Holder | null, role: string): number {
  return user?.status === 'active' ? holds(user, role) : 0;
}
