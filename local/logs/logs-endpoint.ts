import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { asError } from '../errors.ts';
import { atHiddenAddress } from '../http/hidden-address.ts';
import { listen } from '../http/listen.ts';
import { readBody } from '../http/read-body.ts';
import type { LogGroups } from './log-groups.ts';
import { LogsError, logsOperations } from './logs-operations.ts';

/** The largest batch, with room for the escapes of JSON. */
const maxBodyBytes = 8 * 1024 * 1024;

/**
 * Answers the AWS SDK's calls of CloudWatch Logs (JSON 1.1 protocol) at an address that no web page can guess, and
 * answers no page that knows it.
 */
export class LogsEndpoint {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, groups: LogGroups, host: string) {
    this.#server = server;
    this.url = `http://${host}`;
    server.on('request', (request, response) => {
      if (isOfPage(request, host)) response.writeHead(403).end();
      else void answer(request, response, groups);
    });
  }

  static async start(groups: LogGroups): Promise<LogsEndpoint> {
    const server = createServer();
    const host = await atHiddenAddress(async (address) => `${address}:${await listen(server, address, 0)}`);
    return new LogsEndpoint(server, groups, host);
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

async function answer(request: IncomingMessage, response: ServerResponse, groups: LogGroups): Promise<void> {
  try {
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = logsOperations.get(target);
    if (operation === undefined) {
      throw new LogsError('UnknownOperationException', `the laptop server does not know ${target}`);
    }
    const body = await readBody(request, maxBodyBytes);
    if (body === null) throw new LogsError('InvalidParameterException', 'Upload too large');
    send(response, 200, await operation(JSON.parse(body || '{}'), groups));
  } catch (error) {
    const { name, message } = asError(error);
    const isRefusal = error instanceof LogsError;
    // A failed write is the service's fault: the caller's SDK retries a 500.
    const type = isRefusal ? name : 'ServiceUnavailableException';
    send(response, isRefusal ? 400 : 500, { __type: type, message });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.1',
    'x-amzn-RequestId': randomUUID(),
  });
  response.end(JSON.stringify(body));
}
