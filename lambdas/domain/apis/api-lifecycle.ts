import { isDeepStrictEqual } from 'node:util';
import type { AuditEvent, AuditTarget, ChainHead, Origin } from '../audit/audit.ts';
import { creationOf, deletionOf, differenceOf, isEmpty } from '../audit/changes.ts';
import { type Moment, transition } from '../audit/transition.ts';
import type { ProtectedApi, ProtectedApiFields } from './protected-api.ts';

export interface ApiTransition {
  readonly api: ProtectedApi;
  readonly event: AuditEvent;
}

/** The first state of a protected API; `chain` is where an earlier one of the same name left it. */
export function createApi(
  name: string,
  fields: ProtectedApiFields,
  chain: ChainHead,
  origin: Origin,
  moment: Moment,
): ApiTransition {
  const first = { name, ...fields, previous: null, managedBy: null, createdAt: moment.now };
  const deed = {
    action: 'api.created',
    target: targetOf(first),
    changes: creationOf(audited(first)),
  } as const;
  const { record, event } = transition({ version: 0, chain }, first, deed, origin, moment);
  return { api: record, event };
}

/** The state after a change, or null where it changes nothing. A route set that is replaced is kept as the previous one. */
export function changeApi(
  api: ProtectedApi,
  change: ProtectedApiFields,
  origin: Origin,
  moment: Moment,
): ApiTransition | null {
  const isReplaced = change.current.hash !== api.current.hash;
  const isMoved = !isDeepStrictEqual(change.gateway, api.gateway);
  // Another stage has no deployments of before.
  const previous = isMoved ? null : isReplaced ? api.current : api.previous;
  const after = { ...api, ...change, previous };
  const changes = differenceOf(audited(api), audited(after));
  if (isEmpty(changes)) return null;
  const deed = { action: 'api.updated', target: targetOf(api), changes } as const;
  const { record, event } = transition(api, after, deed, origin, moment);
  return { api: record, event };
}

/** The last event of a protected API. */
export function deleteApi(api: ProtectedApi, origin: Origin, moment: Moment): AuditEvent {
  const deed = { action: 'api.deleted', target: targetOf(api), changes: deletionOf(audited(api)) } as const;
  return transition(api, api, deed, origin, moment).event;
}

function audited(
  api: ProtectedApiFields & Pick<ProtectedApi, 'managedBy'>,
): Readonly<Record<string, unknown>> {
  const { description, enforcement, people, unauthenticated, gateway, current, managedBy } = api;
  const { routes } = current;
  return { description, enforcement, people, unauthenticated, gateway, routes, managedBy };
}

function targetOf({ name }: Pick<ProtectedApi, 'name'>): AuditTarget {
  return { type: 'api', id: name, name };
}
