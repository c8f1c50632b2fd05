import { createApi, protectionOf } from '../../../lambdas/domain/apis/api-lifecycle.ts';
import type { ProtectedApi, ProtectedApiFields } from '../../../lambdas/domain/apis/protected-api.ts';
import { type RouteChanges, withRouteChanges } from '../../../lambdas/domain/apis/route-changes.ts';
import { routeSetOf } from '../../../lambdas/domain/apis/route-set.ts';
import type { AuditEvent } from '../../../lambdas/domain/audit/audit.ts';
import { advance, fieldsOf, momentOf, replay, type Replayed, type Steps } from './replayed.ts';

const plain = ['description', 'enforcement', 'people', 'unauthenticated', 'gateway', 'managedBy'] as const;
const known = [...plain, 'routes', 'routesHash', 'former', 'createdAt'];

const steps: Steps<ProtectedApi> = {
  'api.created': (_, event) => began(event),
  'registry.restored': (state, event) => restored(state ?? began(event), event),
  'api.updated': (state, event) => state && changed(state, event),
  'api.deleted': () => null,
};

/** What a protected API has become by the events behind `before`; null where the copy has none. */
export function replayApi(
  before: ProtectedApi | null,
  events: readonly AuditEvent[],
): Replayed<ProtectedApi> {
  const isEnded = events.at(-1)?.action === 'api.deleted';
  const { state, doubt } = replay(before, events, steps, known);
  const told = events.findLast(({ changes }) => Object.hasOwn(changes, 'routesHash'))?.changes['routesHash'];
  const isOther = state !== null && told !== undefined && told.to !== state.current.hash;
  return { state, isEnded, doubt: doubt ?? (isOther ? 'its routes are not those of their hash' : null) };
}

function began(event: AuditEvent): ProtectedApi {
  const { managedBy = null, ...fields } = fieldsOf<ProtectedApi>(event, plain);
  const current = routeSetOf(routeChangesIn(event)?.to ?? []);
  const chain = { sequence: event.sequence - 1, hash: event.previousHash };
  const moment = { now: Date.parse(event.at), eventId: event.eventId };
  const whole = { ...fields, current } as ProtectedApiFields;
  return createApi(event.target.id, whole, chain, event, moment, { managedBy, previous: null }).api;
}

/** As `changeApi` does it. */
function changed(before: ProtectedApi, event: AuditEvent): ProtectedApi {
  const current = routesAfter(before, event);
  const isMoved = Object.hasOwn(event.changes, 'gateway');
  const previous = isMoved ? null : current === before.current ? before.previous : before.current;
  const fields = { ...fieldsOf<ProtectedApi>(event, plain), current, previous };
  return advance(before, { ...fields, former: formerAfter(before, event) }, event);
}

/** The event of a restore tells all that the API has from then on, but for the routes of before. */
function restored(before: ProtectedApi, event: AuditEvent): ProtectedApi {
  const createdAt = momentOf(event, 'createdAt') as Partial<ProtectedApi>;
  const current = routeSetOf(routeChangesIn(event)?.to ?? []);
  const previous = current.hash === before.current.hash ? before.previous : null;
  const told = event.changes['former']?.to as ProtectedApi['former'] | undefined;
  const former = told?.managedBy === before.former?.managedBy ? before.former : null;
  const fields = { ...fieldsOf<ProtectedApi>(event, plain), ...createdAt, current, previous, former };
  return advance(before, fields, event);
}

function routesAfter({ current }: ProtectedApi, event: AuditEvent): ProtectedApi['current'] {
  const changes = routeChangesIn(event);
  return changes === null ? current : routeSetOf(withRouteChanges(current.routes, changes));
}

function formerAfter(before: ProtectedApi, { changes }: AuditEvent): ProtectedApi['former'] {
  const change = changes['former'];
  if (change === undefined) return before.former;
  const former = change.to as ProtectedApi['former'];
  const isTakenOver = former !== null && !Object.hasOwn(changes, 'gateway');
  return isTakenOver ? { ...former, protection: protectionOf(before) } : former;
}

/** Events of a beginning have nothing to change. */
function routeChangesIn({ changes }: AuditEvent): RouteChanges | null {
  const { from, to } = changes['routes'] ?? {};
  return Array.isArray(to) ? { from: Array.isArray(from) ? from : [], to } : null;
}
