import { isEmptyAccessRights } from '../permissions/access-rights.ts';
import { type Permissions, permissionsBeyond, type Restriction } from '../permissions/permissions.ts';
import { dayMs } from '../time.ts';
import type { KeyNeeds } from '../usage/key-needs.ts';
import { type ApiKey, statusOf } from './api-key.ts';

/** What the record of a key and its use do not tell alone. */
export interface BreadthFilter {
  /** Keys that are broader than what they used, or all others. */
  readonly broad?: boolean | undefined;
}

/** Days in which every call told what it needed, before anything counts as not needed. */
export const neededDays = 30;

/**
 * False of a key that is not broader than what it used, whatever is noted of its calls: what is not active does nothing,
 * and a key that is younger was not watched for long enough.
 *
 * @param asOf epoch milliseconds
 */
export function mayBeBroad(key: ApiKey, asOf: number): boolean {
  return statusOf(key, asOf) === 'active' && key.createdAt <= asOf - neededDays * dayMs;
}

/** Whether it has been known for long enough what a key was needed for. */
export function isSettled(needs: KeyNeeds | null, asOf: number): needs is KeyNeeds {
  return needs !== null && needs.sinceMs <= asOf - neededDays * dayMs;
}

/** Whether a key's own limits alone tell what it holds; what it has none of is its user's. */
export function hasOwnLimits({ scopes, accessRights }: Restriction): boolean {
  return scopes !== null && accessRights !== null;
}

/** Whether the key holds, of its own or by its user where it has none of its own, what no call needed. */
export function holdsUnneeded(key: Restriction, byUser: Permissions, needed: Permissions): boolean {
  const held: Permissions = {
    scopes: key.scopes ?? byUser.scopes,
    accessRights: key.accessRights ?? byUser.accessRights,
  };
  const { scopes, accessRights } = permissionsBeyond(needed, held);
  return scopes.length > 0 || !isEmptyAccessRights(accessRights);
}
