import { admit } from './admit.ts';
import { readAuthorizerContext } from './authorizer-context.ts';
import { type ProtectedEvent, protectEvent } from './protected-event.ts';
import type { ProxyEvent } from './proxy-event.ts';
import { addHeaders, rateLimitHeaders } from './rate-limit.ts';
import type { ProtectOptions, Refusal } from './refusal.ts';

/** What is used of middy's request. */
export interface MiddyRequest {
  event: ProtectedEvent<ProxyEvent>;
  /** Not read; middy takes the type of the handler's context from it. */
  context: unknown;
  response?: unknown;
  error?: unknown;
}

export interface ProtectMiddleware {
  before(request: MiddyRequest): void;
  after(request: MiddyRequest): void;
  onError(request: MiddyRequest): void;
}

/**
 * `protect()` as a middleware of middy. Use it before all that read the request, which might keep the caller's credentials,
 * and after those that add headers to every answer, such as CORS: a refusal is thrown, so that their `onError` gets it.
 *
 * @example
 * export const handler = middy<APIGatewayProxyEvent>().use(httpCors()).use(protectMiddleware()).handler(async (event) => …);
 */
export function protectMiddleware(options: ProtectOptions = {}): ProtectMiddleware {
  return {
    before(request) {
      const admission = admit(request.event, options);
      if (admission.kind === 'refused') throw new RefusedError(admission.refusal);
      request.event = protectEvent(request.event, admission.principal);
    },
    after: tellLimit,
    onError(request) {
      if (request.error instanceof RefusedError) request.response = request.error.refusal;
      else tellLimit(request);
    },
  };
}

class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`The call is refused with ${refusal.statusCode}`);
    this.refusal = refusal;
  }
}

function tellLimit(request: MiddyRequest): void {
  const context = readAuthorizerContext(request.event);
  if (context !== null) request.response = addHeaders(request.response, rateLimitHeaders(context));
}
