import type { AuditEvent } from '../../domain/audit/audit.ts';
import { invalid } from '../../domain/problem.ts';
import { newDelivery } from '../../domain/webhooks/delivery.ts';
import { askAgain } from '../../domain/webhooks/delivery-life.ts';
import type { Endpoint } from '../../domain/webhooks/endpoint.ts';
import { isMatch, type Occurrence } from '../../domain/webhooks/event-types.ts';
import { messageBody } from '../../domain/webhooks/message-body.ts';
import { isSubscribed } from '../../domain/webhooks/subscription.ts';
import { operation, success } from '../../gateway/operation.ts';
import { inParallel } from '../../store/in-parallel.ts';
import { deliverySortKey } from '../../store/outbox-keys.ts';
import { untilSettled } from '../../store/transaction.ts';
import { callOrLeave } from '../call-or-leave.ts';
import { keptPart, readSpan } from '../reads/span.ts';
import { replayed, webhookReplay } from './delivery-schemas.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { findWebhookToSendTo, requireActive } from './find.ts';
import { checkAllowance } from './test-webhook.ts';

/** So many deliveries are written in a few seconds. */
const maxQueued = 1_000;
/** Looking for events ends before the gateway's patience does. */
const searchMs = 8_000;
const atOnce = 25;

export const replayWebhook = operation(
  'replayWebhook',
  {
    summary: 'Send events again',
    description:
      'The events of the audit log in a span, those that the webhook is told of, whether they were delivered or not: ' +
      'receivers tell copies by `webhook-id`. 1,000 at most, once a minute; a longer span is sent piece by piece. A ' +
      'disabled webhook must be enabled first.',
    tag: 'Webhooks',
    body: webhookReplay,
    success: success(202, replayed),
    problems: ['CONFLICT', 'INSUFFICIENT_PERMISSIONS'],
    example: { request: examples.replay, answer: examples.replayed },
  },
  async (request, deps: WebhookDependencies) => {
    const { endpoint } = await findWebhookToSendTo(request, deps);
    requireActive(endpoint);
    const now = deps.clock.now();
    const span = { from: 0, to: now, ...readSpan(request.body) };
    const range = keptPart(span, deps.settings.auditRetentionDays, now);
    await checkAllowance(endpoint.id, 'replays', deps);
    const occurrences = await occurrencesIn(range, endpoint, deps);
    const sortKeys = await inParallel(occurrences, atOnce, (each) => queue(endpoint, each, deps));
    const queued = sortKeys.filter((sortKey) => sortKey !== null).toSorted();
    const call = { endpointId: endpoint.id, deliveries: queued };
    if (queued.length > 0) await callOrLeave(deps.callSender, call);
    return { body: { queued: queued.length } };
  },
);

/** @throws Problem `INVALID` where there are too many to be found, or to be sent, at once */
async function occurrencesIn(
  range: { readonly from: number; readonly to: number },
  endpoint: Endpoint,
  { listEvents, ownerOf, clock }: WebhookDependencies,
): Promise<Occurrence[]> {
  const found: Occurrence[] = [];
  const deadlineMs = clock.now() + searchMs;
  const owners = new Map<string, Promise<string | null>>();
  const ownerOnce = (event: AuditEvent) => {
    const { type, id } = event.target;
    const owner = owners.get(`${type} ${id}`) ?? ownerOf(event);
    owners.set(`${type} ${id}`, owner);
    return owner;
  };
  for await (const { items } of listEvents({ ...range, targetId: null, after: null })) {
    const wanted = items.filter(({ action }) => endpoint.events.some((pattern) => isMatch(pattern, action)));
    const all = await inParallel(wanted, atOnce, async (event) => ({
      event,
      ownerId: await ownerOnce(event),
    }));
    found.push(...all.filter((occurrence) => isSubscribed(endpoint, occurrence)));
    if (found.length > maxQueued || clock.now() >= deadlineMs) {
      throw invalid('from', 'Too many events: give a shorter span');
    }
  }
  return found;
}

/** The sort key of a delivery that waits now; null of one that is being sent. */
async function queue(
  { id: endpointId }: Endpoint,
  occurrence: Occurrence,
  deps: WebhookDependencies,
): Promise<string | null> {
  const { eventId, action: type, at } = occurrence.event;
  const now = deps.clock.now();
  const sortKey = deliverySortKey(at, eventId);
  const fresh = {
    ...newDelivery({ eventId, endpointId }, now, false),
    type,
    at,
    body: messageBody(occurrence),
  };
  if (await deps.deliveries.add(fresh)) return sortKey;
  return await untilSettled(deps, async () => {
    const stored = await deps.deliveries.get({ endpointId, sortKey });
    const again = stored && askAgain(stored, now);
    if (stored === null || again === null) return null;
    return (await deps.deliveries.change(stored, again)) === null ? undefined : sortKey;
  });
}
