import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What passed to DynamoDB. */
export interface Traffic {
  readonly requests: number;
  /** Requests that change something. */
  readonly writes: number;
  /** As DynamoDB states them; a strongly consistent read of up to 4 KB is one. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

interface Consumed {
  readonly CapacityUnits?: number;
}

const none: Traffic = { requests: 0, writes: 0, readUnits: 0, writeUnits: 0 };

/** Stands before DynamoDB, asks it what every request consumed, and adds that up. Never part of a measured round. */
export class CountingProxy {
  #traffic = none;
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });

  private constructor(target: string) {
    this.#server = createServer((asked, response) => {
      void collect(asked).then((body) => {
        const input = JSON.stringify({ ...JSON.parse(body), ReturnConsumedCapacity: 'TOTAL' });
        const headers = { ...asked.headers, 'content-length': String(Buffer.byteLength(input)) };
        const onward = request(target, { method: 'POST', headers, agent: this.#agent }, (answer) => {
          void collect(answer).then((text) => {
            this.#count(String(asked.headers['x-amz-target']), text);
            response.writeHead(answer.statusCode ?? 502, answer.headers).end(text);
          });
        });
        onward.on('error', () => response.destroy());
        onward.end(input);
      });
    });
  }

  static async start(target: string): Promise<CountingProxy> {
    const proxy = new CountingProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What has passed since it was last taken. */
  take(): Traffic {
    const traffic = this.#traffic;
    this.#traffic = none;
    return traffic;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    this.#agent.destroy();
  }

  #count(target: string, answer: string): void {
    const { ConsumedCapacity } = JSON.parse(answer) as { ConsumedCapacity?: Consumed | Consumed[] };
    const units = [ConsumedCapacity ?? []]
      .flat()
      .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
    const isWrite = !/\.(Batch)?Get|\.Query|\.Scan|\.TransactGet/.test(target);
    this.#traffic = {
      requests: this.#traffic.requests + 1,
      writes: this.#traffic.writes + (isWrite ? 1 : 0),
      readUnits: this.#traffic.readUnits + (isWrite ? 0 : units),
      writeUnits: this.#traffic.writeUnits + (isWrite ? units : 0),
    };
  }
}

async function collect(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
