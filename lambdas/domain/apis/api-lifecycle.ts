import { isDeepStrictEqual } from 'node:util';
import type { AuditEvent, AuditTarget, ChainHead, Changes, Origin } from '../audit/audit.ts';
import { creationOf, deletionOf, differenceOf, isEmpty } from '../audit/changes.ts';
import { type Moment, transition } from '../audit/transition.ts';
import { isoTime } from '../time.ts';
import type { ProtectedApi, ProtectedApiFields } from './protected-api.ts';
import { routesThatDiffer } from './route-changes.ts';

export interface ApiTransition {
  readonly api: ProtectedApi;
  readonly event: AuditEvent;
}

/** How a protected API begins that no client of the API makes. */
export type Beginning = Pick<ProtectedApi, 'managedBy' | 'previous'>;

const unmanaged: Beginning = { managedBy: null, previous: null };

/** The first state of a protected API; `chain` is where an earlier one of the same name left it. */
export function createApi(
  name: string,
  fields: ProtectedApiFields,
  chain: ChainHead,
  origin: Origin,
  moment: Moment,
  beginning: Beginning = unmanaged,
): ApiTransition {
  const first = { name, ...fields, ...beginning, former: null, createdAt: moment.now };
  const deed = {
    action: 'api.created',
    target: targetOf(first),
    changes: creationOf(audited(first)),
  } as const;
  const { record, event } = transition({ version: 0, chain }, first, deed, origin, moment);
  return { api: record, event };
}

/**
 * The state after a change, or null where it changes nothing. A route set that is replaced is kept as the previous one;
 * where CDK gives another stage, the former is.
 */
export function changeApi(
  api: ProtectedApi,
  change: ProtectedApiFields,
  origin: Origin,
  moment: Moment,
  managedBy: ProtectedApi['managedBy'] = api.managedBy,
): ApiTransition | null {
  const isReplaced = change.current.hash !== api.current.hash;
  const isMoved = !isDeepStrictEqual(change.gateway, api.gateway);
  // Another stage has no deployments of before.
  const previous = isMoved ? null : isReplaced ? api.current : api.previous;
  const former = isMoved ? formerOf(api, change.gateway, managedBy) : api.former;
  return changed(api, { ...api, ...change, previous, managedBy, former }, origin, moment);
}

/** The state of an API whose former stage has been deleted. */
export function leaveFormerStage(api: ProtectedApi, origin: Origin, moment: Moment): ApiTransition | null {
  return changed(api, { ...api, former: null }, origin, moment);
}

function changed(
  before: ProtectedApi,
  after: ProtectedApi,
  origin: Origin,
  moment: Moment,
): ApiTransition | null {
  const changes = changesBetween(before, after);
  if (isEmpty(changes)) return null;
  const deed = { action: 'api.updated', target: targetOf(before), changes } as const;
  const { record, event } = transition(before, after, deed, origin, moment);
  return { api: record, event };
}

/** The fields that differ; of routes, those that do. */
function changesBetween(before: ProtectedApi, after: ProtectedApi): Changes {
  const { routes, ...changes } = differenceOf(audited(before), audited(after));
  if (routes === undefined) return changes;
  return { ...changes, routes: routesThatDiffer(before.current.routes, after.current.routes) };
}

function formerOf(
  before: ProtectedApi,
  gateway: ProtectedApi['gateway'],
  managedBy: ProtectedApi['managedBy'],
): ProtectedApi['former'] {
  const isReplacement = before.managedBy !== null && managedBy !== before.managedBy;
  if (isReplacement) return { gateway: before.gateway, managedBy: before.managedBy };
  return isDeepStrictEqual(before.former?.gateway, gateway) ? null : before.former;
}

/** An API that comes back from a copy of the tables. The event tells all that it requires from then on. */
export function restoreApi(api: ProtectedApi, origin: Origin, moment: Moment): ApiTransition {
  const changes = creationOf({ ...audited(api), createdAt: isoTime(api.createdAt) });
  const deed = { action: 'registry.restored', target: targetOf(api), changes } as const;
  const { record, event } = transition(api, api, deed, origin, moment);
  return { api: record, event };
}

/** The last event of a protected API. */
export function deleteApi(api: ProtectedApi, origin: Origin, moment: Moment): AuditEvent {
  const deed = { action: 'api.deleted', target: targetOf(api), changes: deletionOf(audited(api)) } as const;
  return transition(api, api, deed, origin, moment).event;
}

function audited(
  api: ProtectedApiFields & Pick<ProtectedApi, 'managedBy' | 'former'>,
): Readonly<Record<string, unknown>> {
  const { description, enforcement, people, unauthenticated, gateway, current, managedBy } = api;
  const { routes, hash: routesHash } = current;
  const formerGateway = api.former?.gateway ?? null;
  return {
    description,
    enforcement,
    people,
    unauthenticated,
    gateway,
    routes,
    routesHash,
    managedBy,
    formerGateway,
  };
}

function targetOf({ name }: Pick<ProtectedApi, 'name'>): AuditTarget {
  return { type: 'api', id: name, name };
}
