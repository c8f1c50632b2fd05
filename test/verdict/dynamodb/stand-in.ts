import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createDynamoDbClient, type DynamoDbClient } from '../../../lambdas/verdict/dynamodb/client.ts';
import { credentialsFrom } from '../../../lambdas/verdict/dynamodb/credentials.ts';
import { type Environment, resolveEndpoint } from '../../../lambdas/verdict/dynamodb/endpoint.ts';

export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: any;
}

/** What the stand-in does with one request. */
export type Reply = (socket: Socket, received: Received) => void;

/** Secrets that no error may tell. */
export const secrets = { key: 'SecretAccessKeyOfTheTests', token: 'SessionTokenOfTheTests' };

export const environment: Environment = {
  AWS_ACCESS_KEY_ID: 'AKIATEST',
  AWS_SECRET_ACCESS_KEY: secrets.key,
  AWS_SESSION_TOKEN: secrets.token,
};

/** A deadline that only a hanging server lets pass: what is no longer tried ends by the number of attempts. */
export const inTime = () => Date.now() + 10_000;

/** Speaks for DynamoDB, byte by byte where need be: it answers requests by a script, whose last reply it repeats. */
export class StandIn {
  readonly received: Received[] = [];
  /** Connections since the script began. */
  readonly sockets: Socket[] = [];
  readonly #all: Socket[] = [];
  #script: Reply[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((socket) => {
      this.sockets.push(socket);
      this.#all.push(socket);
      socket.on('error', () => {});
      let pending = '';
      socket.on('data', (piece) => {
        pending += piece.toString('utf8');
        const end = pending.indexOf('\r\n\r\n');
        const headers = headersOf(pending.slice(0, Math.max(0, end)));
        const length = Number(headers['content-length']);
        if (end === -1 || pending.length < end + 4 + length) return;
        const received = { headers, body: JSON.parse(pending.slice(end + 4)) };
        pending = '';
        this.received.push(received);
        const reply = this.#script.length > 1 ? this.#script.shift() : this.#script[0];
        reply?.(socket, received);
      });
    });
  }

  static async start(): Promise<StandIn> {
    const standIn = new StandIn();
    standIn.#server.listen(0, '127.0.0.1');
    await once(standIn.#server, 'listening');
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Begins anew. */
  will(...script: Reply[]): void {
    this.#script = script;
    this.received.length = 0;
    this.sockets.length = 0;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#all) socket.destroy();
  }
}

export function clientOf(
  url: string,
  { env = environment, now = Date.now }: { readonly env?: Environment; readonly now?: () => number } = {},
): DynamoDbClient {
  return createDynamoDbClient({
    table: 'Credentials',
    region: 'eu-central-1',
    endpoint: resolveEndpoint({ AWS_ENDPOINT_URL: url }, 'eu-central-1'),
    credentials: credentialsFrom(env),
    now,
    random: () => 0.05,
  });
}

function headersOf(head: string): Record<string, string> {
  const lines = head.split('\r\n').slice(1);
  return Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2)));
}

/** An answer as DynamoDB writes it. */
export function answer(status: number, body: string, headers: Record<string, string | number> = {}): string {
  const all = { 'x-amzn-RequestId': 'REQUEST', 'Content-Length': Buffer.byteLength(body), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n${body}`;
}

export const sends =
  (bytes: string): Reply =>
  (socket) =>
    void socket.write(bytes);

export const sendsJson = (body: unknown, headers?: Record<string, string | number>): Reply =>
  sends(answer(200, JSON.stringify(body), headers));

export const refuses = (type: string, status = 400, more: object = {}): Reply =>
  sends(
    answer(
      status,
      JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'quoted', ...more }),
    ),
  );

/** Every key that was asked for exists. */
export const finds: Reply = (socket, received) => {
  const items = received.body.RequestItems.Credentials.Keys.map((key: object) => ({
    ...key,
    status: { S: 'active' },
  }));
  sendsJson({ Responses: { Credentials: items }, UnprocessedKeys: {} })(socket, received);
};
