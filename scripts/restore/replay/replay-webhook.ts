import type { AuditEvent } from '../../../lambdas/domain/audit/audit.ts';
import { createEndpoint } from '../../../lambdas/domain/webhooks/endpoint-lifecycle.ts';
import type { Endpoint, EndpointFields } from '../../../lambdas/domain/webhooks/endpoint.ts';
import { advance, fieldsOf, momentOf, replay, type Replayed, type Steps } from './replayed.ts';

const plain = ['name', 'url', 'kind', 'events', 'scope', 'status', 'legacySignature'] as const;
const secrets = ['secretVersion', 'masterVersion'] as const;
const known = [
  ...plain,
  ...secrets,
  'userId',
  'disabledReason',
  'formerSecretEndsAt',
  'formerMasterVersion',
  'ownerSince',
  'createdAt',
];

const change = (state: Endpoint | null, event: AuditEvent) => state && changed(state, event);

const steps: Steps<Endpoint> = {
  'webhook.created': (_, event) => began(event),
  'registry.restored': (state, event) => restored(state ?? began(event), event),
  'webhook.updated': change,
  'webhook.disabled': change,
  'webhook.rotated': (state, event) => state && rotated(state, event),
  'webhook.deleted': () => null,
};

/**
 * What a webhook has become by the events behind `before`; null where the copy has none.
 *
 * @param before with its URL as events have it, and so is the outcome's: they tell the host and a hash
 */
export function replayWebhook(before: Endpoint | null, events: readonly AuditEvent[]): Replayed<Endpoint> {
  // Nobody makes one anew under the id of another.
  const isEnded = events.some(({ action }) => action === 'webhook.deleted');
  const { state, doubt } = replay(before, events, steps, known);
  return { state: isEnded || state === null ? null : withNotice(state, events), isEnded, doubt };
}

/** For lists alone: no first event tells which master its secret is of, nor since when its owner is there. */
function began(event: AuditEvent): Endpoint {
  const owner = { userId: String(event.changes['userId']?.to), createdAt: Date.parse(event.at) };
  const fields = fieldsOf<EndpointFields>(event, plain) as EndpointFields;
  const moment = { now: Date.parse(event.at), eventId: event.eventId };
  return createEndpoint(event.target.id, owner, fields, null, event, moment).endpoint;
}

function changed(before: Endpoint, event: AuditEvent): Endpoint {
  return advance(before, fieldsOf<Endpoint>(event, [...plain, 'disabledReason']), event);
}

/** As `rotateEndpoint` does it. */
function rotated(before: Endpoint, event: AuditEvent): Endpoint {
  const { formerSecretEndsAt = before.formerSecretEndsAt } = momentOf(event, 'formerSecretEndsAt');
  const formerMasterVersion = formerSecretEndsAt === null ? null : before.masterVersion;
  const fields = { ...fieldsOf<Endpoint>(event, secrets), formerMasterVersion, formerSecretEndsAt };
  return advance(before, fields, event);
}

function restored(before: Endpoint, event: AuditEvent): Endpoint {
  const fields = {
    ...fieldsOf<Endpoint>(event, [...plain, ...secrets, 'userId', 'disabledReason', 'formerMasterVersion']),
    ...momentOf(event, 'formerSecretEndsAt'),
    ...(momentOf(event, 'ownerSince') as Partial<Endpoint>),
    ...(momentOf(event, 'createdAt') as Partial<Endpoint>),
  };
  return advance(before, fields, event);
}

/** Its owner is not told once more that it fails. */
function withNotice(state: Endpoint, events: readonly AuditEvent[]): Endpoint {
  const notice = events.findLast(({ action }) => action === 'webhook.failing');
  const { failingSince = state.toldFailingSince } =
    notice === undefined ? {} : momentOf(notice, 'failingSince');
  return { ...state, toldFailingSince: failingSince };
}
