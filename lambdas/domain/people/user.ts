import type { Audited } from '../audit/transition.ts';

/** The principal that keys impersonate. Times are milliseconds since the epoch. */
export interface User extends Audited {
  readonly userId: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly status: 'active' | 'disabled';
  readonly createdAt: number;
  /** Keys of the user, expired ones too; a user is deleted only at 0. */
  readonly keyCount: number;
}

/** Emails compare lower-cased; other ids as they are. */
export function normalizeUserId(userId: string): string {
  return userId.includes('@') ? userId.toLowerCase() : userId;
}
