import type { AuditEvent } from '../../domain/audit/audit.ts';
import type { Clock } from '../../domain/ports.ts';
import { type Delivery, newDelivery } from '../../domain/webhooks/delivery.ts';
import { healthy, isHeldBack } from '../../domain/webhooks/endpoint-health.ts';
import type { Occurrence } from '../../domain/webhooks/event-types.ts';
import { messageBody } from '../../domain/webhooks/message-body.ts';
import { endpointsToTell } from '../../domain/webhooks/subscription.ts';
import type { CallSender } from '../../outbound/call-sender.ts';
import type { DeliveryStore } from '../../store/deliveries.ts';
import type { LineStore } from '../../store/endpoint-lines.ts';
import type { OwnerOf } from '../../store/event-owners.ts';
import { inParallel } from '../../store/in-parallel.ts';
import { deliverySortKey } from '../../store/outbox-keys.ts';
import type { SubscriptionReader } from '../../store/subscriptions.ts';
import { callOrLeave } from '../call-or-leave.ts';

export interface DispatchDependencies {
  readonly subscriptions: Pick<SubscriptionReader, 'ofUser' | 'forAll'>;
  readonly ownerOf: OwnerOf;
  readonly deliveries: Pick<DeliveryStore, 'add'>;
  readonly lines: Pick<LineStore, 'health'>;
  readonly callSender: CallSender;
  readonly now: Clock['now'];
}

const atOnce = 25;

/** An occurrence, and an endpoint that it goes to. */
interface Match {
  readonly occurrence: Occurrence;
  readonly endpointId: string;
}

/**
 * Makes one delivery of each event for each endpoint that it goes to, those that there are not yet, and has them sent, an
 * endpoint at a time. An endpoint that fails is left to the clock, and so is one whose sender cannot be called.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer: the events must come again then
 */
export async function dispatch(events: readonly AuditEvent[], deps: DispatchDependencies): Promise<void> {
  const { lines, deliveries, callSender, now } = deps;
  const matches = await matchesOf(events, deps);
  const endpointIds = [...new Set(matches.map(({ endpointId }) => endpointId))];
  if (endpointIds.length === 0) return;
  const health = await lines.health(endpointIds);
  const heldBack = new Set(endpointIds.filter((id) => isHeldBack(health.get(id) ?? healthy)));

  await inParallel(matches, atOnce, async ({ occurrence, endpointId }) => {
    const { eventId, action: type, at } = occurrence.event;
    const delivery: Delivery = newDelivery({ eventId, endpointId }, now(), heldBack.has(endpointId));
    await deliveries.add({ ...delivery, type, at, body: messageBody(occurrence) });
  });
  for (const [endpointId, those] of Map.groupBy(matches, (each) => each.endpointId)) {
    if (heldBack.has(endpointId)) continue;
    const sortKeys = those.map(({ occurrence: { event } }) => deliverySortKey(event.at, event.eventId));
    await callOrLeave(callSender, { endpointId, deliveries: sortKeys });
  }
}

async function matchesOf(events: readonly AuditEvent[], deps: DispatchDependencies): Promise<Match[]> {
  const { subscriptions, ownerOf, now } = deps;
  const occurrences = await inParallel(events, atOnce, async (event) => ({
    event,
    ownerId: await ownerOf(event),
  }));
  const owners = [...new Set(occurrences.map(({ ownerId }) => ownerId))].filter((id) => id !== null);
  const [forAll, ofOwners] = await Promise.all([
    subscriptions.forAll(),
    inParallel(owners, atOnce, subscriptions.ofUser),
  ]);
  // A pointer to an endpoint with the scope `all` stands with its owner too.
  const byId = new Map([...ofOwners.flat(), ...forAll].map((each) => [each.id, each]));
  const endpoints = [...byId.values()];
  return occurrences.flatMap((occurrence) =>
    endpointsToTell(endpoints, occurrence, now()).map(({ id }) => ({ occurrence, endpointId: id })),
  );
}
