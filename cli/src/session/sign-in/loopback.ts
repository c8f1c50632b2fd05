import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** The ports that the deployment's public client is registered with (`lib/identity/user-pool.ts`, docs/identity.md). */
export const callbackPorts = [8417, 18417, 28417] as const;

const addresses = ['127.0.0.1', '::1'] as const;
/** The machine has no such address: the other one does. */
const absent = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']);

const page = (text: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Latchkey</title><p>${text}</p>`;
const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  Connection: 'close',
};

export function redirectUriOf(port: number): string {
  return `http://localhost:${port}/callback`;
}

/** Waits on both loopback addresses for the browser that comes back from signing in. */
export class Loopback {
  readonly redirectUri: string;
  /** The address with which the browser came, with the state that was asked for. */
  readonly redirected: Promise<URL>;
  readonly #servers: readonly Server[];

  private constructor(port: number, servers: readonly Server[], state: string) {
    this.redirectUri = redirectUriOf(port);
    this.#servers = servers;
    const host = new URL(this.redirectUri).host;
    this.redirected = new Promise((done) => {
      const answer = (request: IncomingMessage, response: ServerResponse) => {
        const url = URL.canParse(request.url ?? '', this.redirectUri)
          ? new URL(request.url ?? '', this.redirectUri)
          : null;
        const isCallback =
          request.method === 'GET' && request.headers.host === host && url?.pathname === '/callback';
        // Another page's request, or one of an attempt before, ends nothing.
        if (!isCallback || url.searchParams.get('state') !== state) {
          response
            .writeHead(isCallback ? 400 : 404, headers)
            .end(page('This is no answer to the sign-in that was begun.'));
          return;
        }
        response.writeHead(200, headers).end(page('You can close this page and go back to the terminal.'));
        done(url);
      };
      for (const server of servers) server.on('request', answer);
    });
  }

  /**
   * @param state that the browser has to bring back
   * @returns null where none of the ports is free
   */
  static async open(state: string, ports: readonly number[] = callbackPorts): Promise<Loopback | null> {
    for (const port of ports) {
      const servers = await listen(port);
      if (servers !== null) return new Loopback(port, servers, state);
    }
    return null;
  }

  close(): void {
    for (const server of this.#servers) {
      server.close();
      server.closeAllConnections();
    }
  }
}

/** @returns null where somebody else has the port, on one of the addresses */
async function listen(port: number): Promise<Server[] | null> {
  const servers: Server[] = [];
  for (const address of addresses) {
    const server = createServer();
    const code = await new Promise<string | null>((done) => {
      server.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'unknown'));
      server.listen({ port, host: address, exclusive: true, ipv6Only: true }, () => done(null));
    });
    if (code === null) servers.push(server);
    else if (!absent.has(code)) {
      for (const each of servers) each.close();
      return null;
    }
  }
  return servers.length === 0 ? null : servers;
}
