import type { IncomingMessage } from 'node:http';

/** A request as the gateway sees it, before any route is found. */
export interface GatewayRequest {
  readonly requestId: string;
  readonly receivedAtMs: number;
  readonly method: string;
  /** Raw, as sent, without the query. */
  readonly path: string;
  /** Raw, without `?`. */
  readonly query: string;
  readonly protocol: string;
  readonly host: string;
  readonly sourceIp: string;
  /** All values of the headers that functions get, by name as it was first spelled. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

const hopByHop = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Reads the head of a request. As with API Gateway, a client cannot set where its request comes from. */
export function toGatewayRequest(message: IncomingMessage, requestId: string): GatewayRequest {
  const [path = '', ...query] = originForm(message.url ?? '/').split('?');
  const sourceIp = (message.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const headers = collectHeaders(message.rawHeaders);
  const forwardedFor = [...(lookUp(headers, 'X-Forwarded-For') ?? []), sourceIp].join(', ');
  replace(headers, 'X-Forwarded-For', forwardedFor);
  replace(headers, 'X-Forwarded-Proto', 'http');
  replace(headers, 'X-Forwarded-Port', String(message.socket.localPort ?? ''));
  return {
    requestId,
    receivedAtMs: Date.now(),
    method: message.method ?? '',
    path,
    query: query.join('?'),
    protocol: `HTTP/${message.httpVersion}`,
    host: message.headers.host ?? '',
    sourceIp,
    headers,
  };
}

/** The values of a header, by any spelling of its name. */
export function headerValues(request: GatewayRequest, name: string): readonly string[] {
  return lookUp(request.headers, name) ?? [];
}

/**
 * The parameters of a raw query, each with all its values, decoded.
 *
 * @throws URIError for a malformed escape
 */
export function queryParameters(query: string): Map<string, string[]> {
  const parameters = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const [name, value] = equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    const decodedName = decodeFormComponent(name);
    parameters.set(decodedName, [...(parameters.get(decodedName) ?? []), decodeFormComponent(value)]);
  }
  return parameters;
}

function decodeFormComponent(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

/** The path and query. A client that is configured with a proxy sends the whole URL. */
function originForm(url: string): string {
  return url.replace(/^https?:\/\/[^/?]*/i, '') || '/';
}

function collectHeaders(rawHeaders: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2);
    if (hopByHop.has(name.toLowerCase())) continue;
    const values = lookUp(headers, name);
    if (values === undefined) headers.set(name, [value]);
    else values.push(value);
  }
  return headers;
}

function lookUp<T>(headers: ReadonlyMap<string, T>, name: string): T | undefined {
  const exact = headers.get(name);
  if (exact !== undefined) return exact;
  const folded = name.toLowerCase();
  for (const [spelling, values] of headers) if (spelling.toLowerCase() === folded) return values;
  return undefined;
}

function replace(headers: Map<string, string[]>, name: string, value: string): void {
  for (const spelling of headers.keys()) {
    if (spelling.toLowerCase() === name.toLowerCase()) headers.delete(spelling);
  }
  headers.set(name, [value]);
}
