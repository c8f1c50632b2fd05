import { Problem } from '../../domain/problem.ts';
import { isoTime } from '../../domain/time.ts';
import { operation, success } from '../../gateway/operation.ts';
import { testType } from '../../outbound/outgoing-message.ts';
import type { Admit } from '../../store/endpoint-allowance.ts';
import { webhookTest } from './delivery-schemas.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { findWebhookToSendTo } from './find.ts';
import { outcomeOf } from './present-delivery.ts';

export const testWebhook = operation(
  'testWebhook',
  {
    summary: 'Try a webhook',
    description:
      'Sends a message of the type `webhook.test` at once, signed like any other, to a disabled webhook too, and says what ' +
      'came of it. It is no delivery, and is not tried again. Six times a minute.',
    tag: 'Webhooks',
    success: success(200, webhookTest),
    problems: ['INSUFFICIENT_PERMISSIONS'],
    example: { answer: examples.test },
  },
  async (request, deps: WebhookDependencies) => {
    const { endpoint } = await findWebhookToSendTo(request, deps);
    await checkAllowance(endpoint.id, 'tests', deps);
    const { clock, random, send } = deps;
    const { id: webhookId, name } = endpoint;
    const begunAt = clock.now();
    const at = isoTime(begunAt);
    const body = JSON.stringify({ type: testType, timestamp: at, data: { webhookId, name } });
    const answer = await send(endpoint, { id: random.uuid(), type: testType, at, body });
    return { body: { ...outcomeOf(answer), ms: Math.max(clock.now() - begunAt, 0) } };
  },
);

/** @throws Problem `RATE_LIMITED` where it was asked for too often within a minute */
export async function checkAllowance(
  endpointId: string,
  what: Parameters<Admit>[1],
  { admit }: Pick<WebhookDependencies, 'admit'>,
): Promise<void> {
  const retryAfterMs = await admit(endpointId, what);
  if (retryAfterMs > 0) throw new Problem('RATE_LIMITED', { retryAfterMs });
}
