import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { StartError } from '../start-error.ts';
import type { Gateway } from './gateway.ts';
import { toGatewayRequest } from './gateway-request.ts';
import type { GatewayResponse } from './gateway-response.ts';
import { rawServerProblem, serverProblem } from './server-problem.ts';

/** API Gateway's quotas for the body and for the request line with all headers. */
const maxBodyBytes = 10 * 1024 * 1024;
const maxHeadBytes = 10_240;
/** Node's own bound, above the quota so that most oversized heads still get a proper answer. */
const parserHeadBytes = 64 * 1024;
const drainMs = 2_000;

/** The HTTP server in front of the gateway. */
export class Listener {
  readonly #server: Server;
  /** Such as `http://127.0.0.1:3000`. */
  readonly url: string;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** @throws StartError where the port is taken or the host is not of this machine */
  static async start(host: string, port: number, gateway: Gateway): Promise<Listener> {
    const hosts = new Set<string>();
    const server = createServer(
      { maxHeaderSize: parserHeadBytes, requireHostHeader: false, insecureHTTPParser: false },
      (request, response) => void serve(request, response, gateway, hosts),
    );
    server.maxHeadersCount = 0;
    // Without these, Node answers with bare pages of its own.
    server.on('checkExpectation', (request, response) => server.emit('request', request, response));
    server.on('clientError', refuse);
    server.on('connect', (_request, socket: Duplex) => socket.end(rawServerProblem('malformed')));
    await listen(server, host, port);
    const bound = (server.address() as AddressInfo).port;
    for (const name of ['127.0.0.1', 'localhost', '[::1]', bracketed(host)]) {
      hosts.add(`${name}:${bound}`.toLowerCase());
      if (bound === 80) hosts.add(name.toLowerCase());
    }
    const isWildcard = host === '0.0.0.0' || host === '::';
    return new Listener(server, `http://${isWildcard ? '127.0.0.1' : bracketed(host)}:${bound}`);
  }

  /** Fails at once where `start` would, so that nobody waits for a start that cannot succeed. */
  static async probe(host: string, port: number): Promise<void> {
    const server = createServer();
    await listen(server, host, port);
    await new Promise((done) => server.close(done));
  }

  /** Takes no more connections and gives running requests a moment. */
  async stop(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeIdleConnections();
    const timer = setTimeout(() => this.#server.closeAllConnections(), drainMs);
    await closed;
    clearTimeout(timer);
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  gateway: Gateway,
  hosts: ReadonlySet<string>,
): Promise<void> {
  const requestId = randomUUID();
  try {
    send(response, requestId, await answer(request, requestId, gateway, hosts));
  } catch (error) {
    // The client has gone away, or the server is at fault. The message may quote the request: not printed.
    if (request.destroyed && !request.complete) return;
    console.error(`request ${requestId} failed: ${(error as Error).name}`);
    if (!response.headersSent) send(response, requestId, serverProblem('failed', requestId));
  }
}

async function answer(
  request: IncomingMessage,
  requestId: string,
  gateway: Gateway,
  hosts: ReadonlySet<string>,
): Promise<GatewayResponse> {
  if (!isOwnHost(request, hosts)) return serverProblem('foreignHost', requestId);
  if (headBytes(request) > maxHeadBytes) return serverProblem('headersTooLarge', requestId);
  const body = await readBody(request);
  return await gateway.answer(toGatewayRequest(request, requestId), body);
}

/** DNS rebinding: a page that resolves its own name to this machine must not reach the API. */
function isOwnHost(request: IncomingMessage, hosts: ReadonlySet<string>): boolean {
  const given = request.rawHeaders.filter(
    (_value, i) => i % 2 === 1 && request.rawHeaders[i - 1]?.toLowerCase() === 'host',
  );
  return given.length === 1 && hosts.has((given[0] ?? '').toLowerCase());
}

function headBytes(request: IncomingMessage): number {
  const line = `${request.method} ${request.url} HTTP/1.1\r\n`.length;
  // A pair of header and value has two separators: colon and space, or carriage return and line feed.
  return request.rawHeaders.reduce((sum, part) => sum + part.length + 2, line);
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

function send(
  response: ServerResponse,
  requestId: string,
  { statusCode, headers, body }: GatewayResponse,
): void {
  const hasBody = statusCode >= 200 && statusCode !== 204 && statusCode !== 304;
  const length: [string, string][] = hasBody ? [['Content-Length', String(Buffer.byteLength(body))]] : [];
  response.writeHead(statusCode, [...headers, ['x-amzn-RequestId', requestId], ...length].flat());
  response.end(hasBody ? body : undefined);
}

/** What is no HTTP, or too much of it, still gets a problem with the API's headers. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  if (error.code === 'HPE_HEADER_OVERFLOW') socket.end(rawServerProblem('headersTooLarge'));
  else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') socket.end(rawServerProblem('tooSlow'));
  else socket.end(rawServerProblem('malformed'));
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'the port is in use; set PORT to another' : error.message;
      fail(new StartError(`cannot listen on ${bracketed(host)}:${port}: ${reason}`));
    });
    server.listen(port, host, done);
  });
}
