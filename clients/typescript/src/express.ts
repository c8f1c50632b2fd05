import { createGuard } from './protect/guard.ts';
import { fromNode } from './protect/incoming.ts';
import { type NodeRequest, withholdCredentials } from './protect/node-headers.ts';
import type { ProtectOptions } from './protect/protect-options.ts';
import { keepPrincipal } from './protect/verified-principal.ts';

export type { ProtectOptions } from './protect/protect-options.ts';
export { principalOf, type VerifiedPrincipal } from './protect/verified-principal.ts';

/** What is used of an Express request. */
export interface ExpressRequest extends NodeRequest {
  readonly originalUrl: string;
  readonly params: Readonly<Record<string, string | string[]>>;
}

/** What is used of an Express response. */
export interface ExpressResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

/**
 * Middleware for Express 4 and 5 that lets calls with a fitting key through, and answers all others.
 *
 * @example
 * app.get('/orders', protect({ latchkey, scopes: ['database:read'] }), (request, response) => {
 *   response.json({ caller: principalOf(request).userId });
 * });
 */
export function protect<Request extends ExpressRequest = ExpressRequest>(options: ProtectOptions<[Request]>) {
  const guard = createGuard(options);
  const { peerAddress = ({ socket }: Request) => socket.remoteAddress } = options;
  return async (
    request: Request,
    response: ExpressResponse,
    next: (error?: unknown) => void,
  ): Promise<void> => {
    try {
      const admission = await guard(fromNode(request, request.originalUrl, peerAddress(request)), request);
      const { headers } = admission.kind === 'refused' ? admission.answer : admission;
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      if (admission.kind === 'refused') {
        response.statusCode = admission.answer.status;
        response.end(admission.answer.body);
        return;
      }
      withholdCredentials(request);
      keepPrincipal(request, admission.principal);
    } catch (error) {
      next(error);
      return;
    }
    next();
  };
}
