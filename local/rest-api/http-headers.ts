import { randomBytes } from 'node:crypto';
import type { ContextVariables } from './context-variables.ts';
import { mappedValue } from './header-mapping.ts';
import type { RoutedRequest } from './lambda-event.ts';
import type { HttpIntegration } from './rest-api.ts';

// What is passed on and what is not: developer guide, "Amazon API Gateway important notes", the table of headers, and
// what LocalStack's tests recorded in an account (tests/aws/services/apigateway/test_apigateway_http.snapshot.json).

/** Headers of a client that no HTTP backend gets. Those of one connection are gone before. */
const notPassedOn = new Set([
  'content-encoding',
  'content-length',
  'content-md5',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'via',
  'www-authenticate',
]);

/** Headers that a mapping cannot set: API Gateway fails each request of such a method. */
export const unmappable = new Set([
  'content-length',
  'transfer-encoding',
  'x-amzn-apigateway-api-id',
  'x-amzn-trace-id',
]);

/** Headers of a backend that reach the client under another name. */
const remapped = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'max-forwards',
  'server',
  'user-agent',
  'www-authenticate',
  'x-amzn-requestid',
]);

/** Headers of a backend that no client gets. */
const dropped = new Set([
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);

/**
 * The headers of the request to an HTTP backend. A mapping takes the place of a client's own header, whatever the
 * spelling of its name. One without a value (a variable that is absent or empty) sets nothing, and so lets the client's
 * own header pass.
 */
export function backendHeaders(
  integration: HttpIntegration,
  routed: RoutedRequest,
  context: ContextVariables,
): Record<string, string | string[]> {
  const headers = new Map<string, [name: string, values: string[]]>();
  const put = (name: string, values: readonly string[]) =>
    headers.set(name.toLowerCase(), [name, [...values]]);
  if (integration.isProxy) {
    for (const [name, values] of routed.request.headers) if (isPassedOn(name, values)) put(name, values);
  }
  for (const [name, expression] of Object.entries(integration.headers)) {
    const value = mappedValue(expression, routed, context);
    if (value !== undefined && value !== '') put(name, [value]);
  }
  const contentType = contentTypeOf(routed);
  const byDefault = {
    Accept: 'application/json',
    'User-Agent': `AmazonAPIGateway_${routed.apiId}`,
    ...(contentType !== undefined && { 'Content-Type': contentType }),
  };
  for (const [name, value] of Object.entries(byDefault))
    if (!headers.has(name.toLowerCase())) put(name, [value]);
  put('X-Amzn-Trace-Id', [`Root=1-${randomBytes(4).toString('hex')}-${randomBytes(12).toString('hex')}`]);
  put('X-Amzn-Apigateway-Api-Id', [routed.apiId]);
  // Node.js wants some headers as one text.
  return Object.fromEntries(
    headers.values().map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

/** What a client gets of a backend's headers, with each of their values. */
export function clientHeaders(rawHeaders: readonly string[]): [string, string][] {
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2);
    const folded = name.toLowerCase();
    if (!dropped.has(folded)) headers.push([remapped.has(folded) ? `x-amzn-Remapped-${name}` : name, value]);
  }
  return headers;
}

function isPassedOn(name: string, values: readonly string[]): boolean {
  const folded = name.toLowerCase();
  const isSignature = folded === 'authorization' && values.some((value) => value.startsWith('AWS4-'));
  return !notPassedOn.has(folded) && !isSignature;
}

function contentTypeOf({ request }: RoutedRequest): string | undefined {
  const [, values] = [...request.headers].find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return values?.at(-1);
}
