import type { ServerResponse } from 'node:http';

/** A response on its way to the client. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Buffer;
}

/** Writes a whole response. */
export function sendResponse(
  response: ServerResponse,
  requestId: string,
  { statusCode, headers, body }: HttpResponse,
): void {
  const hasBody = statusCode >= 200 && statusCode !== 204 && statusCode !== 304;
  const length: [string, string][] = hasBody ? [['Content-Length', String(Buffer.byteLength(body))]] : [];
  response.writeHead(statusCode, [...headers, ['x-amzn-RequestId', requestId], ...length].flat());
  response.end(hasBody ? body : undefined);
}
