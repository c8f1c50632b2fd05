import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LogGroups } from './log-groups.ts';
import { LogsError, logsOperations } from './logs-operations.ts';

/** The largest batch, with room for the escapes of JSON. */
const maxBodyBytes = 8 * 1024 * 1024;
const targetPrefix = 'Logs_20140328.';

/** Answers the AWS SDK's calls of CloudWatch Logs (JSON 1.1 protocol) on a loopback port. */
export class LogsEndpoint {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(groups: LogGroups): Promise<LogsEndpoint> {
    const server = createServer((request, response) => void answer(request, response, groups));
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(0, '127.0.0.1', done);
    });
    return new LogsEndpoint(server);
  }

  async stop(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    await closed;
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, groups: LogGroups): Promise<void> {
  try {
    const target = String(request.headers['x-amz-target'] ?? '');
    const name = target.slice(targetPrefix.length);
    if (!target.startsWith(targetPrefix) || !Object.hasOwn(logsOperations, name)) {
      throw new LogsError('UnknownOperationException', `the laptop server does not know ${target}`);
    }
    const input = JSON.parse(await readBody(request));
    send(response, 200, await (logsOperations[name] as (typeof logsOperations)[string])(input, groups));
  } catch (error) {
    const isRefusal = error instanceof LogsError;
    // A failed write is the service's fault: the caller's SDK retries a 500.
    send(response, isRefusal ? 400 : 500, {
      __type: isRefusal ? error.name : 'ServiceUnavailableException',
      message: (error as Error).message,
    });
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new LogsError('InvalidParameterException', 'Upload too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8') || '{}';
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.1',
    'x-amzn-RequestId': randomUUID(),
  });
  response.end(JSON.stringify(body));
}
