import type { AuditEvent } from '../../domain/audit/audit.ts';
import { listBinding, readCursor, writeCursor } from '../../domain/cursor.ts';
import { Problem } from '../../domain/problem.ts';
import { holdsScope } from '../../domain/permissions/scopes.ts';
import { normalizeUserId } from '../../domain/people/user.ts';
import { operation, success } from '../../gateway/operation.ts';
import { linkHeader, takePage } from '../../gateway/page.ts';
import type { Principal } from '../../gateway/principal.ts';
import { callerOf } from '../../gateway/request.ts';
import { positionOf } from '../../store/audit-events.ts';
import { defaultLimit } from '../schemas/paging.ts';
import type { ReadDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { auditEventList, auditQuery } from './schemas.ts';
import { keptPart, readSpan } from './span.ts';

export const listAuditEvents = operation(
  'listAuditEvents',
  {
    summary: 'Read the audit log',
    description:
      'Newest first. Those with `audit:read` see all events; the owner of a key sees the events of that key, where ' +
      '`targetId` names it, without the addresses and user agents of others.',
    tag: 'Audit',
    query: auditQuery,
    success: success(200, auditEventList),
    problems: ['INSUFFICIENT_PERMISSIONS'],
    example: { answer: [examples.auditEvent] },
  },
  async ({ query, url, ...request }, deps: ReadDependencies) => {
    const caller = callerOf(request);
    const { cursor, limit = defaultLimit, ...filter } = query;
    const isAuditor = holdsScope(caller.permissions.scopes, 'audit:read');
    if (!isAuditor) await requireOwnKey(caller, filter.targetId, deps);
    const now = deps.clock.now();
    const asked = readSpan(filter);
    // Nothing is later than now or older than the retention, so no other day is asked for.
    const range = keptPart({ from: 0, to: now, ...asked }, deps.settings.auditRetentionDays, now);
    const binding = listBinding('audit-events', { ...filter, isAuditor });
    const after = cursor === undefined ? null : readCursor(binding, cursor);
    const actor = filter.actor === undefined ? undefined : normalizeUserId(filter.actor);
    const { items, next } = await takePage(
      deps.listEvents({ ...range, targetId: filter.targetId ?? null, after }),
      {
        limit,
        matches: (event) =>
          (actor === undefined || event.actor.userId === actor) &&
          (filter.action === undefined || event.action === filter.action),
        positionOf,
        now: deps.clock.now,
      },
    );
    return {
      body: isAuditor ? items : items.map((event) => withoutOthersOrigin(event, caller.userId)),
      headers: linkHeader(url, query, next === null ? null : writeCursor(binding, next)),
    };
  },
);

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
function withoutOthersOrigin(event: AuditEvent, userId: string): Omit<AuditEvent, 'sourceIp' | 'userAgent'> {
  if (event.actor.userId === userId) return event;
  const { sourceIp: _, userAgent: __, ...rest } = event;
  return rest;
}
