import { isDeepStrictEqual } from 'node:util';
import type { AuditEvent, AuditTarget, ChainHead, Changes, Origin } from '../audit/audit.ts';
import { creationOf, deletionOf, differenceOf, isEmpty } from '../audit/changes.ts';
import { type Moment, transition } from '../audit/transition.ts';
import { isoTime } from '../time.ts';
import type { ProtectedApi, ProtectedApiFields, Protection } from './protected-api.ts';
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
  const isMoved = !isDeepStrictEqual(change.gateway, api.gateway);
  // Another stage has no deployments of before.
  const previous = isMoved ? null : previousTo(change, api);
  const former = isMoved ? formerOf(api, change.gateway, managedBy) : api.former;
  return changed(api, { ...api, ...change, previous, managedBy, former }, origin, moment);
}

/** The state of an API that another resource of CDK takes over with its stage: the former one can have it back. */
export function takeOverApi(
  api: ProtectedApi,
  change: ProtectedApiFields,
  managedBy: string,
  origin: Origin,
  moment: Moment,
): ApiTransition | null {
  const { gateway, managedBy: formerId } = api;
  const former = formerId === null ? null : { gateway, managedBy: formerId, protection: protectionOf(api) };
  const previous = previousTo(change, api);
  return changed(api, { ...api, ...change, previous, managedBy, former }, origin, moment);
}

/** The state of an API that its former resource has back, as it was; null where that has no protection of its stage. */
export function giveBackApi(api: ProtectedApi, origin: Origin, moment: Moment): ApiTransition | null {
  const { former } = api;
  if (former?.protection === undefined) return null;
  const { managedBy, protection } = former;
  const previous = previousTo(protection, api);
  return changed(api, { ...api, ...protection, previous, managedBy, former: null }, origin, moment);
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

/** A route set that is replaced is judged by as long as deployments carry its hash. */
function previousTo(
  { current }: Pick<Protection, 'current'>,
  before: ProtectedApi,
): ProtectedApi['previous'] {
  return current.hash === before.current.hash ? before.previous : before.current;
}

export function protectionOf(api: Protection): Protection {
  const { description, enforcement, people, unauthenticated, current } = api;
  return { description, enforcement, people, unauthenticated, current };
}

function formerOf(
  before: ProtectedApi,
  gateway: ProtectedApi['gateway'],
  managedBy: ProtectedApi['managedBy'],
): ProtectedApi['former'] {
  const isReplacement = before.managedBy !== null && managedBy !== before.managedBy;
  if (isReplacement) return { gateway: before.gateway, managedBy: before.managedBy };
  const isLeft =
    before.former?.protection !== undefined || isDeepStrictEqual(before.former?.gateway, gateway);
  return isLeft ? null : before.former;
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
  const { current, ...protection } = protectionOf(api);
  const { routes, hash: routesHash } = current;
  const { gateway, managedBy } = api;
  const former =
    api.former === null ? null : { gateway: api.former.gateway, managedBy: api.former.managedBy };
  return { ...protection, gateway, routes, routesHash, managedBy, former };
}

function targetOf({ name }: Pick<ProtectedApi, 'name'>): AuditTarget {
  return { type: 'api', id: name, name };
}
