import type { IncomingMessage } from 'node:http';
import type { Gateway } from './gateway.ts';
import { toGatewayRequest } from './gateway-request.ts';
import type { Site } from '../http/listener.ts';
import { sendResponse } from '../http/response.ts';

/** API Gateway's quota. */
const maxBodyBytes = 10 * 1024 * 1024;

/** Serves the REST APIs of the templates. */
export function gatewaySite(gateway: Gateway): Site {
  return async (request, response, requestId) => {
    const body = await readBody(request);
    sendResponse(response, requestId, await gateway.answer(toGatewayRequest(request, requestId), body));
  };
}

/** The body as text, or null where it is larger than the gateway takes. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return null;
  const chunks: Buffer[] = [];
  let bytes = 0;
  return await new Promise((done, fail) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBodyBytes) chunks.push(chunk);
      // The rest is read and dropped, so that the client gets to see the answer.
      else done(null);
    });
    request.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
    request.on('error', fail);
  });
}
