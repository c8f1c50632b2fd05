import { listBinding } from '../../domain/cursor.ts';
import { Problem } from '../../domain/problem.ts';
import { dayMs } from '../../domain/time.ts';
import { readDeliveryId } from '../../domain/webhooks/delivery-id.ts';
import { askAgain } from '../../domain/webhooks/delivery-life.ts';
import { refuseDeliveries } from '../../domain/webhooks/endpoint-rights.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf } from '../../gateway/request.ts';
import { deliveryPosition, isDeliveryPosition } from '../../store/delivery-listing.ts';
import { deliverySortKey } from '../../store/outbox-keys.ts';
import { untilSettled } from '../../store/transaction.ts';
import { callOrLeave } from '../call-or-leave.ts';
import { bytesOfJson, takeListPage } from '../list.ts';
import { readSpan } from '../reads/span.ts';
import { delivery, deliveriesQuery, deliveryList } from './delivery-schemas.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { findWebhook, findWebhookToSendTo, requireActive } from './find.ts';
import { presentDelivery } from './present-delivery.ts';

/** Clocks of those who write differ by a little. */
const aheadMs = dayMs;

export const listWebhookDeliveries = operation(
  'listWebhookDeliveries',
  {
    summary: 'List the deliveries of a webhook',
    description:
      'Those of the newest events first, with their attempts; what receivers answered beside the status is not kept. A ' +
      'list may trail changes by a moment, and a page can be short of its limit where filtering takes long; only a ' +
      'missing `Link` header is the end. Of a webhook for all events it takes `webhooks:manage`.',
    tag: 'Webhooks',
    query: deliveriesQuery,
    success: success(200, deliveryList),
    problems: ['INSUFFICIENT_PERMISSIONS'],
    example: { answer: [examples.delivery] },
  },
  async (request, deps: WebhookDependencies) => {
    const { endpoint } = await findWebhook(request, deps);
    const refusal = refuseDeliveries(callerOf(request), endpoint);
    if (refusal !== null) throw refusal;
    const { cursor: _, limit: __, ...filter } = request.query;
    const range = { from: 0, to: deps.clock.now() + aheadMs, ...readSpan(filter) };
    const binding = listBinding('deliveries', { ...filter, id: endpoint.id });
    const { items, headers } = await takeListPage(request, binding, {
      list: (after) => deps.listDeliveries({ endpointId: endpoint.id, ...range, after }),
      isPosition: isDeliveryPosition,
      matches: ({ progress }) => filter.state === undefined || progress.state === filter.state,
      positionOf: deliveryPosition,
      bytesOf: bytesOfJson,
      now: deps.clock.now,
    });
    return { body: items.map(presentDelivery), headers };
  },
);

export const retryWebhookDelivery = operation(
  'retryWebhookDelivery',
  {
    summary: 'Send a delivery again',
    description:
      'At once, and from the beginning of the schedule, whatever came of it. One that is being sent is a conflict.',
    tag: 'Webhooks',
    success: success(202, delivery),
    problems: ['CONFLICT', 'INSUFFICIENT_PERMISSIONS'],
    example: { answer: examples.delivery },
  },
  async (request, deps: WebhookDependencies) => {
    const { endpoint } = await findWebhookToSendTo(request, deps);
    const origin = readDeliveryId(request.pathParameters['deliveryId'] ?? '');
    if (origin === null) throw new Problem('NOT_FOUND');
    const sortKey = deliverySortKey(origin.at, origin.eventId);
    const again = await untilSettled(deps, async () => {
      const stored = await deps.deliveries.get({ endpointId: endpoint.id, sortKey });
      if (stored === null) throw new Problem('NOT_FOUND');
      requireActive(endpoint);
      const asked = askAgain(stored, deps.clock.now());
      if (asked === null) throw new Problem('CONFLICT', { detail: 'The delivery is being sent' });
      return (await deps.deliveries.change(stored, asked)) ?? undefined;
    });
    await callOrLeave(deps.callSender, { endpointId: endpoint.id, deliveries: [sortKey] });
    return { body: presentDelivery(again) };
  },
);
