import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { atHiddenAddress } from './hidden-address.ts';
import { listen } from './listen.ts';

/** Answers functions' calls at an address that no web page can guess, and answers no page that knows it. */
export class HiddenServer {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async start(
    answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  ): Promise<HiddenServer> {
    const server = createServer();
    const host = await atHiddenAddress(async (address) => `${address}:${await listen(server, address, 0)}`);
    server.on('request', (request, response) => {
      if (isOfPage(request, host)) response.writeHead(403).end();
      else void answer(request, response);
    });
    return new HiddenServer(server, `http://${host}`);
  }

  async stop(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    await closed;
  }
}

/** Browsers say where a call comes from, and SDKs do not; after DNS rebinding the host is another. */
function isOfPage({ headers }: IncomingMessage, host: string): boolean {
  const isMarked = 'origin' in headers || 'sec-fetch-site' in headers;
  return isMarked || headers.host !== host;
}
