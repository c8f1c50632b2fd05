import type { AuditEvent } from '../../domain/audit/audit.ts';
import { isApiKeyId } from '../../domain/keys/api-key-id.ts';
import { listBinding } from '../../domain/cursor.ts';
import { Problem } from '../../domain/problem.ts';
import { holdsScope } from '../../domain/permissions/scopes.ts';
import { normalizeUserId } from '../../domain/people/user.ts';
import { operation, success } from '../../gateway/operation.ts';
import type { Principal } from '../../gateway/principal.ts';
import { callerOf } from '../../gateway/request.ts';
import { isAuditPosition, positionOf } from '../../store/audit-events.ts';
import { bytesOfJson, takeListPage } from '../list.ts';
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
      '`targetId` names it, without the addresses and user agents of others. A page can be short of its limit, or ' +
      'empty, where filtering takes long; only a missing `Link` header is the end.',
    tag: 'Audit',
    query: auditQuery,
    success: success(200, auditEventList),
    problems: ['INSUFFICIENT_PERMISSIONS'],
    example: { answer: [examples.auditEvent] },
  },
  async (request, deps: ReadDependencies) => {
    const caller = callerOf(request);
    const { cursor: _, limit: __, ...filter } = request.query;
    const isAuditor = holdsScope(caller.permissions.scopes, 'audit:read');
    if (!isAuditor) await requireOwnKey(caller, filter.targetId, deps);
    const now = deps.clock.now();
    const asked = readSpan(filter);
    const range = keptPart({ from: 0, to: now, ...asked }, deps.settings.auditRetentionDays, now);
    const binding = listBinding('audit-events', { ...filter, isAuditor });
    const actor = filter.actor === undefined ? undefined : normalizeUserId(filter.actor);
    const { items, headers } = await takeListPage(request, binding, {
      list: (after) => deps.listEvents({ ...range, targetId: filter.targetId ?? null, after }),
      isPosition: isAuditPosition,
      matches: (event) =>
        (actor === undefined || event.actor.userId === actor) &&
        (filter.targetType === undefined || event.target.type === filter.targetType) &&
        (filter.action === undefined || event.action === filter.action),
      positionOf,
      // Those that begin or end a protected API tell of all its routes.
      bytesOf: bytesOfJson,
      now: deps.clock.now,
    });
    const body = isAuditor ? items : items.map((event) => withoutOthersOrigin(event, caller.userId));
    return { body, headers };
  },
);

async function requireOwnKey(
  caller: Principal,
  targetId: string | undefined,
  { keys }: ReadDependencies,
): Promise<void> {
  const key = isApiKeyId(targetId) ? await keys.get(targetId) : null;
  if (key?.userId !== caller.userId) {
    throw new Problem('INSUFFICIENT_PERMISSIONS', { missingScopes: ['audit:read'] });
  }
}

/** An owner does not learn where others called from. */
function withoutOthersOrigin(event: AuditEvent, userId: string): Omit<AuditEvent, 'sourceIp' | 'userAgent'> {
  if (event.actor.userId === userId) return event;
  const { sourceIp: _, userAgent: __, ...rest } = event;
  return rest;
}
