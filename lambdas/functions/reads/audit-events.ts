import type { AuditEvent } from '../../domain/audit/audit.ts';
import { listBinding, readCursor, writeCursor } from '../../domain/cursor.ts';
import { invalid, Problem } from '../../domain/problem.ts';
import { holdsScope } from '../../domain/permissions/scopes.ts';
import { normalizeUserId } from '../../domain/people/user.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { linkHeader, takePage } from '../../gateway/page.ts';
import type { Principal } from '../../gateway/principal.ts';
import { type ApiRequest, callerOf } from '../../gateway/request.ts';
import { positionOf } from '../../store/audit-events.ts';
import { defaultLimit } from '../schemas/paging.ts';
import type { ReadDependencies } from './dependencies.ts';
import type { AuditQuery } from './schemas.ts';

const dayMs = 86_400_000;

/** `GET /audit-events`: newest first; the owner of a key sees that key's events, auditors see all. */
export async function listAuditEvents(
  { query, url, ...request }: ApiRequest<AuditQuery, unknown>,
  deps: ReadDependencies,
): Promise<ApiResponse> {
  const caller = callerOf(request);
  const { cursor, limit, ...filter } = query;
  const isAuditor = holdsScope(caller.permissions.scopes, 'audit:read');
  if (!isAuditor) await requireOwnKey(caller, filter.targetId, deps);
  const now = deps.clock.now();
  if (
    filter.from !== undefined &&
    filter.to !== undefined &&
    Date.parse(filter.from) > Date.parse(filter.to)
  ) {
    throw invalid('from', 'Must not be later than to');
  }
  // Nothing is later than now or older than the retention, so no other day is asked for.
  const to = Math.min(now, filter.to === undefined ? now : Date.parse(filter.to));
  const oldest = now - deps.settings.auditRetentionDays * dayMs;
  const from = Math.max(oldest, filter.from === undefined ? oldest : Date.parse(filter.from));
  const binding = listBinding('audit-events', { ...filter, isAuditor });
  const after = cursor === undefined ? null : readCursor(binding, cursor);
  const actor = filter.actor === undefined ? undefined : normalizeUserId(filter.actor);
  const { items, next } = await takePage(
    deps.listEvents({ from, to, targetId: filter.targetId ?? null, after }),
    {
      limit: limit === undefined ? defaultLimit : Number(limit),
      matches: (event) =>
        (actor === undefined || event.actor.userId === actor) &&
        (filter.action === undefined || event.action === filter.action),
      positionOf,
      now: deps.clock.now,
    },
  );
  return {
    status: 200,
    body: isAuditor ? items : items.map((event) => withoutOthersOrigin(event, caller.userId)),
    headers: linkHeader(url, query, next === null ? null : writeCursor(binding, next)),
  };
}

async function requireOwnKey(
  caller: Principal,
  targetId: string | undefined,
  { keys }: ReadDependencies,
): Promise<void> {
  const key = targetId === undefined ? null : await keys.get(targetId);
  if (key?.userId !== caller.userId) {
    throw new Problem('INSUFFICIENT_PERMISSIONS', { missingScopes: ['audit:read'] });
  }
}

/** Where others called from is no business of a key's owner. */
function withoutOthersOrigin(event: AuditEvent, userId: string): Partial<AuditEvent> {
  if (event.actor.userId === userId) return event;
  const { sourceIp: _, userAgent: __, ...rest } = event;
  return rest;
}
