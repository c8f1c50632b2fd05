import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { handler } from '../../lambdas/functions/authorizer/index.ts';

/** One container of the authorizer as a process of its own: it answers each event that its parent sends. */
process.on('message', async ({ id, event }: { id: number; event: APIGatewayRequestAuthorizerEvent }) => {
  const startedAt = Date.now();
  try {
    const { context } = await handler(event);
    process.send?.({ id, context, startedAt, endedAt: Date.now() });
  } catch (error) {
    process.send?.({ id, error: String(error), startedAt, endedAt: Date.now() });
  }
});
process.send?.('ready');
