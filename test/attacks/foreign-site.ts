import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { listen } from '../../local/http/listen.ts';

/** A web site of somebody else: an empty page, which a browser's scripts are given to run in. */
export class ForeignSite {
  readonly port: number;
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  /**
   * @param port 0 for any free one
   * @param rebound `host:port` to which the site's name has led since its page was loaded (DNS rebinding): all other
   *   requests go there, as they came
   */
  static async open(host: string, port = 0, rebound: string | null = null): Promise<ForeignSite> {
    const server = createServer((incoming, response) => {
      if (rebound === null || incoming.url === '/page') showPage(response);
      else pass(incoming, response, rebound);
    });
    return new ForeignSite(server, await listen(server, host, port));
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function showPage(response: ServerResponse): void {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end('<!doctype html><title>Win a telephone</title><body></body>');
}

function pass(incoming: IncomingMessage, response: ServerResponse, target: string): void {
  const [host, port] = target.split(':');
  const { method, url, rawHeaders } = incoming;
  const passed = request({ host, port, method, path: url, headers: rawHeaders, setHost: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  passed.on('error', () => response.destroy());
  incoming.pipe(passed);
}
