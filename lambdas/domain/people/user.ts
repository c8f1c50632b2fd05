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

/** What a userId is as somebody writes it. */
export const userIdPattern = /^[A-Za-z0-9._+@|:'-]{3,256}$/;

/**
 * Emails compare lower-cased; other ids as they are. Text that is no userId stays as it is: there are characters beyond
 * ASCII, such as the Kelvin sign, that become others in lower case.
 */
export function normalizeUserId(text: string): string {
  return text.includes('@') && userIdPattern.test(text) ? text.toLowerCase() : text;
}
