import { createGuard } from './protect/guard.ts';
import { fromRequest, withoutCredentials } from './protect/incoming.ts';
import type { ProtectOptions } from './protect/protect-options.ts';
import { keepPrincipal } from './protect/verified-principal.ts';

export type { ProtectOptions } from './protect/protect-options.ts';
export { principalOf, type VerifiedPrincipal } from './protect/verified-principal.ts';

/**
 * Wraps a handler from `Request` to `Response`, as workers, Deno, Bun and route handlers of Next.js have them. Where the
 * connection comes from is told by `peerAddress`; without it keys that are bound to addresses are refused.
 *
 * @example
 * export default {
 *   fetch: protect(async (request: Request) => Response.json({ caller: principalOf(request).userId }), {
 *     latchkey,
 *     scopes: ['database:read'],
 *     peerAddress: (request) => request.headers.get('CF-Connecting-IP') ?? undefined,
 *   }),
 * };
 */
export function protect<Rest extends readonly unknown[]>(
  handler: (request: Request, ...rest: Rest) => Response | Promise<Response>,
  options: ProtectOptions<[request: Request, ...rest: Rest]>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  const guard = createGuard(options);
  const { peerAddress = () => undefined } = options;
  return async (request, ...rest) => {
    const admission = await guard(fromRequest(request, peerAddress(request, ...rest)), request, ...rest);
    if (admission.kind === 'refused') {
      const { status, headers, body } = admission.answer;
      return new Response(body, { status, headers });
    }
    const admitted = withoutCredentials(request);
    keepPrincipal(admitted, admission.principal);
    const response = await handler(admitted, ...rest);
    const missing = Object.entries(admission.headers).filter(([name]) => !response.headers.has(name));
    if (missing.length === 0) return response;
    const told = new Response(response.body, response);
    for (const [name, value] of missing) told.headers.set(name, value);
    return told;
  };
}
