import { isWithheld } from './credential-headers.ts';
import { createGuard } from './protect/guard.ts';
import { fromRequest, withoutCredentials } from './protect/incoming.ts';
import type { ProtectOptions } from './protect/protect-options.ts';
import { keepPrincipal } from './protect/verified-principal.ts';

export type { ProtectOptions } from './protect/protect-options.ts';
export { principalOf, type VerifiedPrincipal } from './protect/verified-principal.ts';

/** What is used of a Hono context. */
export interface HonoContext {
  readonly env: unknown;
  readonly req: { raw: Request; param(name: string): string | undefined };
  res: Response;
  header(name: string, value: string): void;
}

/**
 * Middleware for Hono that lets calls with a fitting key through, and answers all others. With `@hono/node-server` it finds
 * the address of the connection; elsewhere `peerAddress` tells it.
 *
 * @example
 * app.get('/orders', protect({ latchkey, scopes: ['database:read'] }), (c) => c.json({ caller: principalOf(c).userId }));
 */
export function protect<Context extends HonoContext = HonoContext>(options: ProtectOptions<[Context]>) {
  const guard = createGuard(options);
  const { peerAddress = ({ env }: Context) => nodePeer(env) } = options;
  return async (context: Context, next: () => Promise<void>): Promise<Response | undefined> => {
    const admission = await guard(fromRequest(context.req.raw, peerAddress(context)), context);
    if (admission.kind === 'refused') {
      const { status, headers, body } = admission.answer;
      return new Response(body, { status, headers });
    }
    withhold(context);
    keepPrincipal(context, admission.principal);
    await next();
    for (const [name, value] of Object.entries(admission.headers))
      if (!context.res.headers.has(name)) context.header(name, value);
    return undefined;
  };
}

/** Headers of a request can be changed on some platforms, and on others the request be replaced. */
function withhold({ req }: HonoContext): void {
  const withheld = [...req.raw.headers.keys()].filter(isWithheld);
  try {
    for (const name of withheld) req.raw.headers.delete(name);
  } catch {
    req.raw = withoutCredentials(req.raw);
  }
}

function nodePeer(env: unknown): string | undefined {
  const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress;
}
