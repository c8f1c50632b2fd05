import type * as z from 'zod';
import type { Role } from '../../domain/people/role.ts';
import type { User } from '../../domain/people/user.ts';
import { etagOf } from '../../gateway/if-match.ts';
import type { Presented } from '../../gateway/operation.ts';
import type { role, user } from './schemas.ts';

export function presentUser(stored: User): Presented<z.output<typeof user>> {
  const { userId, displayName, roles, status, keyCount } = stored;
  return { userId, displayName, roles, status, keyCount, ...timesOf(stored) };
}

export function presentRole(stored: Role): Presented<z.output<typeof role>> {
  const { name, description, scopes, accessRights } = stored;
  return { name, description, scopes, accessRights, ...timesOf(stored) };
}

export function versionHeaders({ version }: User | Role) {
  return { ETag: etagOf(version) };
}

function timesOf({ createdAt, updatedAt }: User | Role) {
  return { createdAt: new Date(createdAt).toISOString(), updatedAt: new Date(updatedAt).toISOString() };
}
