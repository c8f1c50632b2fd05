import type { ApiKeyType } from '../../contract/api-key.ts';
import { isEmptyAccessRights, missingAccessRights } from '../permissions/access-rights.ts';
import type { Restriction } from '../permissions/permissions.ts';
import { missingScopes } from '../permissions/scopes.ts';
import { areBlocksWithin } from './allowed-addresses.ts';

/** All about a key that decides how much its holder can do. */
export interface KeyReach extends Restriction {
  readonly type: ApiKeyType;
  readonly paused: boolean;
  /** Milliseconds since the epoch, null for never. */
  readonly expiresAt: number | null;
  readonly allowedIps: readonly string[] | null;
  /** Calls per minute, null for unlimited. */
  readonly rateLimit: number | null;
}

/** True where the holder of the key can do anything more than before. */
export function widens(before: KeyReach, after: KeyReach): boolean {
  return (
    widensScopes(before.scopes, after.scopes) ||
    widensRights(before.accessRights, after.accessRights) ||
    (before.type === 'end-user' && after.type === 'admin') ||
    (before.paused && !after.paused) ||
    exceeds(after.expiresAt, before.expiresAt) ||
    exceeds(after.rateLimit, before.rateLimit) ||
    !areBlocksWithin(after.allowedIps, before.allowedIps)
  );
}

/** Null is no bound: later, or looser, than any number. */
export function exceeds(after: number | null, before: number | null): boolean {
  return before !== null && (after === null || after > before);
}

function widensScopes(before: Restriction['scopes'], after: Restriction['scopes']): boolean {
  if (before === null) return false;
  return after === null || missingScopes(before, after).length > 0;
}

function widensRights(before: Restriction['accessRights'], after: Restriction['accessRights']): boolean {
  if (before === null) return false;
  return after === null || !isEmptyAccessRights(missingAccessRights(before, after));
}
