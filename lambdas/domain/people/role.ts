import type { Audited } from '../audit/transition.ts';
import { allAccessRights } from '../permissions/access-rights.ts';
import type { Permissions } from '../permissions/permissions.ts';

/** What the role of a name grants. */
export interface RoleGrant extends Permissions {
  readonly name: string;
}

/** A named grant. Times are milliseconds since the epoch. */
export interface Role extends RoleGrant, Audited {
  readonly description: string;
  readonly createdAt: number;
  /** Users that hold the role; a role is deleted only at 0. */
  readonly holders: number;
}

/** The built-in role that grants everything and cannot be edited or deleted. */
export const adminRole = 'admin';

export const adminGrant = {
  description: 'May do everything; built in',
  scopes: ['*'],
  accessRights: allAccessRights,
} as const;
