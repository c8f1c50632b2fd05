import { admit } from './admit.ts';
import { type ProtectedEvent, protectEvent } from './protected-event.ts';
import type { ProxyEvent } from './proxy-event.ts';
import { addHeaders, rateLimitHeaders } from './rate-limit.ts';
import type { ProtectOptions, Refusal } from './refusal.ts';

/**
 * Wraps the handler of a Lambda proxy integration behind Latchkey's gateway authorizer. Who is authenticated and may not
 * make the call is answered 403 or 429 with the reason, and the handler does not run. A call that the authorizer has not
 * judged is answered 500. The handler is told who calls as `event.principal`, and never sees the key.
 *
 * @example
 * export const handler = protect(async (event: ProtectedEvent<APIGatewayProxyEvent>) => ({
 *   statusCode: 200,
 *   body: JSON.stringify({ caller: event.principal?.userId }),
 * }));
 */
export function protect<Event extends ProxyEvent, Context, Result>(
  handler: (event: ProtectedEvent<Event>, context: Context) => Result | Promise<Result>,
  options: ProtectOptions = {},
): (event: Event, context: Context) => Promise<Result | Refusal> {
  return async (event, context) => {
    const admission = admit(event, options);
    if (admission.kind === 'refused') return admission.refusal;
    const result = await handler(protectEvent(event, admission.principal), context);
    return addHeaders(result, rateLimitHeaders(admission.context));
  };
}
