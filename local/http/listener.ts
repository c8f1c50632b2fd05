import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { StartError } from '../errors.ts';
import { sendResponse } from './response.ts';
import { rawServerProblem, serverProblem } from './server-problem.ts';

/** API Gateway's quota for the request line with all headers. */
const maxHeadBytes = 10_240;
/** Node's own bound, above the quota so that most oversized heads still get a proper answer. */
const parserHeadBytes = 64 * 1024;
const drainMs = 2_000;

/** Answers a request that came under one of the server's own names. */
export type Site = (request: IncomingMessage, response: ServerResponse, requestId: string) => Promise<void>;

/** The HTTP server in front of everything. It holds its port from the beginning, since templates name it. */
export class Listener {
  readonly #server: Server;
  #site: Site | null = null;
  /** Such as `http://127.0.0.1:3000`. */
  readonly url: string;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /**
   * Answers every request with 503 until it is told what to serve.
   *
   * @throws StartError where the port is taken or the host is not of this machine
   */
  static async open(host: string, port: number): Promise<Listener> {
    const hosts = new Set<string>();
    const server = createServer({
      maxHeaderSize: parserHeadBytes,
      requireHostHeader: false,
      insecureHTTPParser: false,
    });
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
    const listener = new Listener(server, `http://${isWildcard ? '127.0.0.1' : bracketed(host)}:${bound}`);
    server.on('request', (request, response) => void serve(request, response, listener.#site, hosts));
    return listener;
  }

  serve(site: Site): void {
    this.#site = site;
  }

  /** Takes no more connections and gives running requests a moment. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
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
  site: Site | null,
  hosts: ReadonlySet<string>,
): Promise<void> {
  const requestId = randomUUID();
  try {
    if (!isOwnHost(request, hosts))
      sendResponse(response, requestId, serverProblem('foreignHost', requestId));
    else if (headBytes(request) > maxHeadBytes) {
      sendResponse(response, requestId, serverProblem('headersTooLarge', requestId));
    } else if (site === null) sendResponse(response, requestId, serverProblem('starting', requestId));
    else await site(request, response, requestId);
  } catch (error) {
    // The client has gone away, or the server is at fault. The message may quote the request: not printed.
    if (request.destroyed && !request.complete) return;
    console.error(`request ${requestId} failed: ${(error as Error).name}`);
    if (!response.headersSent) sendResponse(response, requestId, serverProblem('failed', requestId));
  }
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
