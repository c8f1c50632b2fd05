import { createGuard } from './protect/guard.ts';
import { fromNode } from './protect/incoming.ts';
import { type NodeRequest, withholdCredentials } from './protect/node-headers.ts';
import type { ProtectOptions } from './protect/protect-options.ts';
import { keepPrincipal } from './protect/verified-principal.ts';

export type { ProtectOptions } from './protect/protect-options.ts';
export { principalOf, type VerifiedPrincipal } from './protect/verified-principal.ts';

/** What is used of a Fastify request. */
export interface FastifyRequest {
  readonly raw: NodeRequest;
  readonly originalUrl: string;
  readonly params: unknown;
}

/** What is used of a Fastify reply. */
export interface FastifyReply {
  code(status: number): unknown;
  headers(values: Record<string, string>): unknown;
  send(body: Uint8Array): unknown;
}

/**
 * Hook for Fastify 4 and 5 that lets calls with a fitting key through, and answers all others before a body is read.
 *
 * @example
 * app.get('/orders', { onRequest: protect({ latchkey, scopes: ['database:read'] }) }, async (request) => ({
 *   caller: principalOf(request).userId,
 * }));
 */
export function protect<Request extends FastifyRequest = FastifyRequest>(options: ProtectOptions<[Request]>) {
  const guard = createGuard(options);
  const { peerAddress = ({ raw }: Request) => raw.socket.remoteAddress } = options;
  return async (request: Request, reply: FastifyReply): Promise<unknown> => {
    const admission = await guard(fromNode(request.raw, request.originalUrl, peerAddress(request)), request);
    if (admission.kind === 'refused') {
      const { status, headers, body } = admission.answer;
      reply.code(status);
      reply.headers(headers);
      // As a text it would get a charset; where the reply is returned, Fastify goes no further.
      reply.send(new TextEncoder().encode(body));
      return reply;
    }
    withholdCredentials(request.raw);
    keepPrincipal(request, admission.principal);
    reply.headers({ ...admission.headers });
    return undefined;
  };
}
