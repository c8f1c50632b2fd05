import type { ChainHead } from './audit.ts';
import { allAccessRights } from './access-rights.ts';
import type { Permissions } from './permissions.ts';
import { escalateScope } from './scopes.ts';

/** A named grant. Times are milliseconds since the epoch. */
export interface Role extends Permissions {
  readonly name: string;
  readonly description: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
  /** Users that hold the role; a role is deleted only at 0. */
  readonly holders: number;
  readonly chain: ChainHead;
}

/** The built-in role that grants everything and cannot be edited or deleted. */
export const adminRole = 'admin';

/** `permissions:escalate` stands beside `*`, which does not cover it: else nobody could ever be given it. */
export const adminGrant = {
  description: 'May do everything; built in',
  scopes: ['*', escalateScope],
  accessRights: allAccessRights,
} as const;
