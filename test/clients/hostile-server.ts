import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Latchkey, type LatchkeyOptions } from '../../clients/typescript/src/index.ts';

/** A request that has come in, and its body. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What becomes of a request; the last of a list counts for all that follow. */
export type Behaviour = (response: ServerResponse, received: Received) => void;

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    void response
      .writeHead(status, { 'Content-Type': 'application/json', 'X-Request-Id': 'request-1', ...headers })
      .end(JSON.stringify(body));

export const problem = (
  status: number,
  code: string,
  headers: Record<string, string> = {},
  more = {},
): Behaviour =>
  json(
    status,
    { type: 'about:blank', title: 'No', status, detail: 'Because', code, requestId: 'request-1', ...more },
    headers,
  );

export const reset: Behaviour = (response) => void response.socket?.resetAndDestroy();
export const hang: Behaviour = () => {};
/** Headers, the beginning of a body, and then nothing. */
export const stall: Behaviour = (response) => void response.writeHead(200).write('[{"id":');
export const cut: Behaviour = (response) => {
  response.writeHead(200, { 'Content-Length': '100' });
  response.write('[{"id":', () => response.socket?.destroy());
};
export const garbage: Behaviour = (response) => void response.writeHead(200).end('<html>It works!</html>');
export const badGateway: Behaviour = (response) =>
  void response.writeHead(502).end('<html>Bad Gateway</html>');

/** A server that does to each request what it is told to do next, and remembers all of them. */
export class HostileServer {
  readonly received: Received[] = [];
  /** How long the client waited before each further attempt. */
  readonly waits: number[] = [];
  #next: Behaviour[] = [];
  #server = createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Forgets what was, and does this from now on. */
  will(...behaviours: Behaviour[]): void {
    this.#next = behaviours;
    this.received.length = 0;
    this.waits.length = 0;
  }

  client(options: Partial<LatchkeyOptions> = {}): Latchkey {
    return new Latchkey({
      baseUrl: `${this.origin}/api/v1`,
      credential: 'a-credential',
      timeoutMs: 20_000,
      pacing: { random: () => 0, sleep: async (milliseconds) => void this.waits.push(milliseconds) },
      ...options,
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const received = { method, url, headers, body: await text(request) };
    this.received.push(received);
    const behave = this.#next.length > 1 ? this.#next.shift() : this.#next[0];
    behave?.(response, received);
  }
}
