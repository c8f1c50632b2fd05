import { isWithheld } from '../credential-headers.ts';
import type { IncomingCall } from './guard.ts';
import { type NodeRequest, valueOf, valuesOf } from './node-headers.ts';

/** @param path as the client sent it, with what a router has cut off */
export function fromNode(request: NodeRequest, path: string, peer: string | undefined): IncomingCall {
  return {
    method: request.method ?? '',
    path,
    authorizations: valuesOf(request, 'authorization'),
    apiKeys: valuesOf(request, 'x-api-key'),
    userAgent: valueOf(request, 'user-agent'),
    forwardedFor: valueOf(request, 'x-forwarded-for'),
    peer,
  };
}

export function fromRequest({ method, url, headers }: Request, peer: string | undefined): IncomingCall {
  const valueOf = (name: string) => headers.get(name) ?? [];
  return {
    method,
    path: new URL(url).pathname,
    authorizations: [valueOf('authorization')].flat(),
    apiKeys: [valueOf('x-api-key')].flat(),
    userAgent: headers.get('user-agent'),
    forwardedFor: headers.get('x-forwarded-for'),
    peer,
  };
}

/** The request without the caller's credentials, and what a client says in the name of Latchkey. */
export function withoutCredentials(request: Request): Request {
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()].filter(isWithheld)) headers.delete(name);
  return new Request(request, { headers });
}
