import type { ServerResponse } from 'node:http';
import type { GatewayResponse } from '../rest-api/gateway-response.ts';

/** Writes a whole response. */
export function sendResponse(
  response: ServerResponse,
  requestId: string,
  { statusCode, headers, body }: GatewayResponse,
): void {
  const hasBody = statusCode >= 200 && statusCode !== 204 && statusCode !== 304;
  const length: [string, string][] = hasBody ? [['Content-Length', String(Buffer.byteLength(body))]] : [];
  response.writeHead(statusCode, [...headers, ['x-amzn-RequestId', requestId], ...length].flat());
  response.end(hasBody ? body : undefined);
}
