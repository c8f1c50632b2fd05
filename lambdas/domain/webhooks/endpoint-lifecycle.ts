import { type AuditEvent, type AuditTarget, emptyChain, nextEvent, type Origin } from '../audit/audit.ts';
import { creationOf, deletionOf, differenceOf, isEmpty } from '../audit/changes.ts';
import { type Moment, transition } from '../audit/transition.ts';
import type { User } from '../people/user.ts';
import { isoTime } from '../time.ts';
import type { Endpoint, EndpointFields } from './endpoint.ts';
import { urlInEvents } from './url-in-events.ts';

export interface EndpointTransition {
  readonly endpoint: Endpoint;
  readonly event: AuditEvent;
}

/** What can be changed of an endpoint. */
export type EndpointChanges = Partial<Omit<EndpointFields, 'kind'>>;

/**
 * The first state of an endpoint.
 *
 * @param masterVersion of the master that its secret is derived from; null where nothing is signed
 */
export function createEndpoint(
  id: string,
  owner: Pick<User, 'userId' | 'createdAt'>,
  fields: EndpointFields,
  masterVersion: string | null,
  origin: Origin,
  moment: Moment,
): EndpointTransition {
  const first = {
    id,
    ...fields,
    userId: owner.userId,
    ownerSince: owner.createdAt,
    disabledReason: reasonOf(fields),
    secretVersion: masterVersion === null ? 0 : 1,
    masterVersion,
    formerMasterVersion: null,
    formerSecretEndsAt: null,
    createdAt: moment.now,
    toldFailingSince: null,
  };
  const changes = creationOf(audited(first));
  const deed = { action: 'webhook.created', target: targetOf(first), changes } as const;
  const { record, event } = transition({ version: 0, chain: emptyChain }, first, deed, origin, moment);
  return { endpoint: record, event };
}

/** The state after a change that somebody asked for, or null where it changes nothing. */
export function changeEndpoint(
  before: Endpoint,
  changes: EndpointChanges,
  origin: Origin,
  moment: Moment,
): EndpointTransition | null {
  const after = { ...before, ...changes };
  const isKept = after.status === before.status;
  return changed(
    before,
    { ...after, disabledReason: isKept ? before.disabledReason : reasonOf(after) },
    origin,
    moment,
  );
}

/** The state of an endpoint that takes nothing any more, or null where it is disabled already. */
export function disableEndpoint(
  before: Endpoint,
  disabledReason: 'gone' | 'failing',
  origin: Origin,
  moment: Moment,
): EndpointTransition | null {
  if (before.status === 'disabled') return null;
  return changed(before, { ...before, status: 'disabled', disabledReason }, origin, moment);
}

/** What a rotation sets. */
export interface Rotation {
  /** The master that the new secret is derived from. */
  readonly masterVersion: string;
  /** How long the former secret signs too, in milliseconds. */
  readonly graceMs: number;
}

/** The state with a new secret. A former one that still signed does so no more. */
export function rotateEndpoint(
  before: Endpoint,
  { masterVersion, graceMs }: Rotation,
  origin: Origin,
  moment: Moment,
): EndpointTransition {
  const isGraceful = graceMs > 0;
  const after = {
    ...before,
    secretVersion: before.secretVersion + 1,
    masterVersion,
    formerMasterVersion: isGraceful ? before.masterVersion : null,
    formerSecretEndsAt: isGraceful ? moment.now + graceMs : null,
  };
  const changes = differenceOf(secretsOf(before), secretsOf(after));
  const deed = { action: 'webhook.rotated', target: targetOf(before), changes } as const;
  const { record, event } = transition(before, after, deed, origin, moment);
  return { endpoint: record, event };
}

/** An endpoint that comes back from a copy of the tables. The event tells all that it has from then on. */
export function restoreEndpoint(endpoint: Endpoint, origin: Origin, moment: Moment): EndpointTransition {
  const { ownerSince, createdAt, formerMasterVersion } = endpoint;
  const changes = creationOf({
    ...audited(endpoint),
    ...secretsOf(endpoint),
    formerMasterVersion,
    ownerSince: isoTime(ownerSince),
    createdAt: isoTime(createdAt),
  });
  const deed = { action: 'registry.restored', target: targetOf(endpoint), changes } as const;
  const { record, event } = transition(endpoint, endpoint, deed, origin, moment);
  return { endpoint: record, event };
}

/** The last event of an endpoint. */
export function deleteEndpoint(before: Endpoint, origin: Origin, moment: Moment): AuditEvent {
  const changes = deletionOf(audited(before));
  const deed = { action: 'webhook.deleted', target: targetOf(before), changes } as const;
  return transition(before, before, deed, origin, moment).event;
}

/** The notice that attempts have failed for a day. It moves the chain of the endpoint, and changes no version. */
export function failingNotice(
  endpoint: Endpoint,
  failingSince: number,
  origin: Origin,
  { now, eventId }: Moment,
): AuditEvent {
  const changes = { failingSince: { from: null, to: isoTime(failingSince) } };
  const deed = { action: 'webhook.failing', target: targetOf(endpoint), changes } as const;
  return nextEvent(endpoint.chain, { ...deed, eventId, at: now }, origin);
}

function changed(
  before: Endpoint,
  after: Endpoint,
  origin: Origin,
  moment: Moment,
): EndpointTransition | null {
  const changes = differenceOf(audited(before), audited(after));
  if (isEmpty(changes)) return null;
  const onlyStatus = Object.keys(changes).every((field) => field === 'status' || field === 'disabledReason');
  const action = onlyStatus && after.status === 'disabled' ? 'webhook.disabled' : 'webhook.updated';
  const deed = { action, target: targetOf(before), changes } as const;
  const { record, event } = transition(before, after, deed, origin, moment);
  return { endpoint: record, event };
}

function reasonOf({ status }: Pick<EndpointFields, 'status'>): Endpoint['disabledReason'] {
  return status === 'disabled' ? 'request' : null;
}

function audited(endpoint: EndpointFields & Pick<Endpoint, 'userId' | 'disabledReason'>) {
  const { name, url, kind, events, scope, status, legacySignature, userId, disabledReason } = endpoint;
  const shown = urlInEvents(url);
  return { name, url: shown, kind, events, scope, status, legacySignature, userId, disabledReason };
}

/** The secret itself follows from these and the masters, which no event and no table has. */
function secretsOf({ secretVersion, masterVersion, formerSecretEndsAt }: Endpoint) {
  return { secretVersion, masterVersion, formerSecretEndsAt: isoTime(formerSecretEndsAt) };
}

function targetOf({ id, name }: Pick<Endpoint, 'id' | 'name'>): AuditTarget {
  return { type: 'webhook', id, name };
}
