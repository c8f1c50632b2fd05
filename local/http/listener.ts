import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { asError, errorCode, StartError, traceOf } from '../errors.ts';
import { listen } from './listen.ts';
import { sendResponse } from './response.ts';
import { rawServerProblem, serverProblem } from './server-problem.ts';

/** API Gateway's quota for the request line with all headers. */
const maxHeadBytes = 10_240;
/** Node's own bound. It is above the quota, so that most oversized heads get a proper answer. */
const parserHeadBytes = 64 * 1024;
const drainMs = 2_000;

/** Answers a request whose host is the server's own. */
export type Site = (request: IncomingMessage, response: ServerResponse, requestId: string) => Promise<void>;

/** The HTTP server in front of everything. It takes its port first, since templates need its URL. */
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
   * @throws StartError where the port is taken or the host is not this machine's
   */
  static async open(host: string, port: number): Promise<Listener> {
    const hosts = new Set<string>();
    const server = createServer({
      maxHeaderSize: parserHeadBytes,
      requireHostHeader: false,
      insecureHTTPParser: false,
    });
    server.maxHeadersCount = 0;
    // Without these, Node answers with pages of its own.
    server.on('checkExpectation', (request, response) => server.emit('request', request, response));
    server.on('clientError', refuse);
    server.on('connect', (_request, socket: Duplex) => socket.end(rawServerProblem('malformed')));
    const bound = await listen(server, host, port).catch((error: unknown) => {
      const isTaken = errorCode(error) === 'EADDRINUSE';
      const reason = isTaken ? 'the port is in use; set PORT to another' : asError(error).message;
      throw new StartError(`cannot listen on ${bracketed(host)}:${port}: ${reason}`);
    });
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
  const requestId = chosenRequestId(request) ?? randomUUID();
  try {
    if (!isOwnHost(request, hosts))
      sendResponse(response, requestId, serverProblem('foreignHost', requestId));
    else if (headBytes(request) > maxHeadBytes) {
      sendResponse(response, requestId, serverProblem('headersTooLarge', requestId));
    } else if (site === null) sendResponse(response, requestId, serverProblem('starting', requestId));
    else await site(request, response, requestId);
  } catch (error) {
    // The client has gone away, or the server is at fault.
    if (request.destroyed && !request.complete) return;
    console.error(`request ${requestId} failed: ${traceOf(error)}`);
    if (!response.headersSent) sendResponse(response, requestId, serverProblem('failed', requestId));
  }
}

/** API Gateway takes a client's own request id (developer guide, `$context.requestId`: "Clients can override"). */
function chosenRequestId({ headers }: IncomingMessage): string | null {
  const chosen = headers['x-amzn-requestid'];
  return typeof chosen === 'string' && /^[\w-]{1,128}$/.test(chosen) ? chosen : null;
}

/** Prevents DNS rebinding: a page whose own name resolves to this machine must not reach the API. */
function isOwnHost(request: IncomingMessage, hosts: ReadonlySet<string>): boolean {
  const given = request.rawHeaders.filter(
    (_value, i) => i % 2 === 1 && request.rawHeaders[i - 1]?.toLowerCase() === 'host',
  );
  return given.length === 1 && hosts.has((given[0] ?? '').toLowerCase());
}

function headBytes(request: IncomingMessage): number {
  const line = `${request.method} ${request.url} HTTP/1.1\r\n`.length;
  // A colon and a space follow a header's name, and CR and LF its value.
  return request.rawHeaders.reduce((sum, part) => sum + part.length + 2, line);
}

/** Answers what is not valid HTTP, or too long, with a problem that has the API's headers. */
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
