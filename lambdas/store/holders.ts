import { adminRole } from '../domain/people/role.ts';
import type { User } from '../domain/people/user.ts';
import type { RegistryTable } from './client.ts';
import { roleKey } from './keys.ts';
import type { Write } from './transaction.ts';

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
  return [...roles].flatMap((role) => {
    const holders =
      Number(after?.roles.includes(role) ?? false) - Number(before?.roles.includes(role) ?? false);
    const active = role === adminRole ? Number(isActiveHolder(after)) - Number(isActiveHolder(before)) : 0;
    if (holders === 0 && active === 0) return [];
    return [
      {
        protects: active < 0 ? ('administrators' as const) : ('role' as const),
        item: {
          Update: {
            TableName: registry,
            Key: roleKey(role),
            UpdateExpression: `ADD holders :holders${role === adminRole ? ', activeHolders :active' : ''}`,
            ConditionExpression: `attribute_exists(pk)${active < 0 ? ' AND activeHolders > :one' : ''}`,
            ExpressionAttributeValues: {
              ':holders': holders,
              ...(role === adminRole ? { ':active': active } : {}),
              ...(active < 0 ? { ':one': 1 } : {}),
            },
          },
        },
      },
    ];
  });
}

function isActiveHolder(user: Holder | null): boolean {
  return user !== null && user.status === 'active' && user.roles.includes(adminRole);
}
