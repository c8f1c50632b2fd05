import type { Role } from '../../domain/people/role.ts';
import type { User } from '../../domain/people/user.ts';

/** The public form of a user. */
export function presentUser({ userId, displayName, roles, status, createdAt, updatedAt }: User) {
  return { userId, displayName, roles, status, ...times({ createdAt, updatedAt }) };
}

/** The public form of a role. */
export function presentRole({ name, description, scopes, accessRights, createdAt, updatedAt }: Role) {
  return { name, description, scopes, accessRights, ...times({ createdAt, updatedAt }) };
}

function times({ createdAt, updatedAt }: { createdAt: number; updatedAt: number }) {
  return {
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}
