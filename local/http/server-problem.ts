import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { HttpResponse } from './response.ts';

/** What the server answers itself, before API Gateway would. */
const problems = {
  foreignHost: [403, 'INSUFFICIENT_PERMISSIONS', 'This server does not answer for that host'],
  headersTooLarge: [431, 'TOO_LARGE', "The request's headers are too large"],
  malformed: [400, 'INVALID', 'The request is not valid HTTP'],
  tooSlow: [408, 'INVALID', 'The request did not arrive in time'],
  starting: [503, 'UNAVAILABLE', 'The server is starting'],
  failed: [500, 'INTERNAL', 'The request could not be processed'],
} as const;

export type ServerProblem = keyof typeof problems;

/** The problem as a response with the headers of the API's own responses. */
export function serverProblem(
  problem: ServerProblem,
  requestId: string = randomUUID(),
): HttpResponse & { body: string } {
  const [status, code, detail] = problems[problem];
  const type = `/api/v1/problems/${code}`;
  const title = STATUS_CODES[status];
  return {
    statusCode: status,
    headers: [
      ['Content-Type', 'application/problem+json'],
      ['X-Request-Id', requestId],
      ['Cache-Control', 'no-store'],
      ...(status === 503 ? [['Retry-After', '1'] as const] : []),
      ['X-Content-Type-Options', 'nosniff'],
      ['Strict-Transport-Security', 'max-age=63072000; includeSubDomains'],
    ],
    body: JSON.stringify({ type, title, status, detail, code, requestId }),
  };
}

/** The problem as an HTTP/1.1 response in text, which closes the connection. */
export function rawServerProblem(problem: ServerProblem): string {
  const { statusCode, headers, body } = serverProblem(problem);
  const lines = [
    `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
