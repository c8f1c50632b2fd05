import { listBinding } from '../../domain/cursor.ts';
import { normalizeUserId } from '../../domain/people/user.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf } from '../../gateway/request.ts';
import { webhookPosition } from '../../store/webhook-item.ts';
import { isWebhookPosition } from '../../store/webhook-listing.ts';
import { takeListPage } from '../list.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { findWebhook, managesWebhooks } from './find.ts';
import { answerWith, presentWebhook } from './present.ts';
import { webhook, webhookList, webhooksQuery } from './schemas.ts';

export const listWebhooks = operation(
  'listWebhooks',
  {
    summary: 'List webhooks',
    description:
      'Those with `webhooks:manage` see all webhooks, everybody else their own; newest first. A list may trail changes ' +
      'by a moment; only a missing `Link` header is the end.',
    tag: 'Webhooks',
    query: webhooksQuery,
    success: success(200, webhookList),
    example: { answer: [examples.webhook] },
  },
  async (request, { listWebhooks, directory, clock }: WebhookDependencies) => {
    const caller = callerOf(request);
    const asked = request.query.userId === undefined ? null : normalizeUserId(request.query.userId);
    const isManager = managesWebhooks(caller);
    const userId = isManager ? asked : caller.userId;
    // An earlier user of the same id may have left webhooks that are about to go.
    const since = isManager ? null : ((await directory.getUser(caller.userId))?.createdAt ?? null);
    const now = clock.now();
    const { items, headers } = await takeListPage(request, listBinding('webhooks', { asked, userId }), {
      list: (after) => listWebhooks(userId, after),
      isPosition: isWebhookPosition,
      matches: (each) =>
        (asked === null || each.userId === asked) && (isManager || each.ownerSince === since),
      positionOf: webhookPosition,
      now: clock.now,
    });
    return { body: items.map((each) => presentWebhook(each, now)), headers };
  },
);

export const getWebhook = operation(
  'getWebhook',
  {
    summary: 'Read a webhook',
    description: 'The webhook as it stands now: reading one is strongly consistent. Its secret is not in it.',
    tag: 'Webhooks',
    success: success(200, webhook, 'ETag'),
    example: { answer: examples.webhook },
  },
  async (request, deps: WebhookDependencies) => {
    const { endpoint } = await findWebhook(request, deps);
    return answerWith(endpoint, deps.clock.now());
  },
);
