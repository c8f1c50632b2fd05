import type { ApiKeyFilter } from '../../domain/keys/api-key-filter.ts';
import { isManager } from '../../domain/keys/giving.ts';
import { normalizeUserId } from '../../domain/people/user.ts';
import { holdsScope } from '../../domain/permissions/scopes.ts';
import { Problem } from '../../domain/problem.ts';
import { latestMs, startOfDay } from '../../domain/time.ts';
import type { Principal } from '../../gateway/principal.ts';
import type { HolderFilter } from './holder-filter.ts';
import type { ApiKeyFilterQuery } from './queries.ts';

export interface Asked {
  readonly filter: ApiKeyFilter & HolderFilter;
  /** Whose keys alone are read; null for those of all. */
  readonly owner: string | null;
}

/**
 * The keys that a query asks for, of those that the caller may see: the same for a list and for counts.
 *
 * @throws Problem `INSUFFICIENT_PERMISSIONS` where a filter would tell what the caller may not read otherwise
 */
export function readFilter(query: ApiKeyFilterQuery, caller: Principal): Asked {
  const { expiresBefore, expiresAfter, rotatedBefore, usedBefore, ...filter } = query;
  const userId = query.userId?.map(normalizeUserId);
  const owner = isManager(caller) ? ((userId?.length === 1 ? userId[0] : null) ?? null) : caller.userId;
  if (query.role !== undefined && owner !== caller.userId)
    requireOneOf(caller, ['users:read', 'users:manage']);
  if (query.api !== undefined) requireOneOf(caller, ['apis:read', 'apis:manage']);
  return {
    filter: {
      ...filter,
      userId,
      expiresBefore: momentOf(expiresBefore),
      expiresAfter: momentOf(expiresAfter),
      rotatedBefore: momentOf(rotatedBefore),
      usedBefore: usedBefore === undefined ? undefined : startOfDay(usedBefore),
    },
    owner,
  };
}

function requireOneOf({ permissions }: Principal, scopes: readonly [string, ...string[]]): void {
  if (scopes.some((scope) => holdsScope(permissions.scopes, scope))) return;
  throw new Problem('INSUFFICIENT_PERMISSIONS', { missingScopes: [scopes[0]] });
}

/** A time zone can carry a timestamp past the years that ISO-8601 can say. */
function momentOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Math.min(Math.max(Date.parse(text), 0), latestMs);
}
