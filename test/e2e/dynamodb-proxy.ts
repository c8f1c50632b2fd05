import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EngineProcess } from '../../local/dynamodb/engine-process.ts';
import { Rules } from '../dynamodb-rules/rules.ts';
import { startEmbedded } from '../support/embedded-engine.ts';

type Answer = { readonly status: number; readonly body: object } | undefined;

/** A fault in place of DynamoDB's answer; undefined lets the request through, at once or after a while. */
export type Fault = (operation: string, body: string) => Answer | Promise<Answer>;

/**
 * Stands between the product and a real embedded DynamoDB: shows its requests, answers what breaks a rule of
 * DynamoDB's, and on demand refuses connections or answers as DynamoDB does under faults that the engine never produces.
 */
export class DynamoDbProxy {
  fault: Fault = () => undefined;
  #isDown = false;
  #isHanging = false;
  readonly #server: Server;
  readonly #engine: EngineProcess;
  readonly #rules = new Rules();

  private constructor(engine: EngineProcess) {
    this.#engine = engine;
    this.#server = createServer((incoming, outgoing) => {
      this.#serve(incoming, outgoing).catch(() => outgoing.destroy());
    });
  }

  static async start(): Promise<DynamoDbProxy> {
    const proxy = new DynamoDbProxy(await startEmbedded());
    await new Promise<void>((resolve) => {
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on every connection is cut before an answer. */
  goDown(): void {
    this.#isDown = true;
  }

  /** From now on requests are taken and never answered. */
  hang(): void {
    this.#isHanging = true;
  }

  comeBack(): void {
    this.#isHanging = false;
    this.#isDown = false;
  }

  /** @throws AggregateError where a request has broken a rule */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await this.#engine.stop();
    this.#rules.conclude();
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const target = String(incoming.headers['x-amz-target'] ?? '');
    if (this.#isDown) {
      incoming.socket.destroy();
      return;
    }
    if (this.#isHanging) return;
    const text = body.toString();
    const fault = (await this.fault(target.split('.')[1] ?? '', text)) ?? this.#rules.refusal(target, text);
    if (fault !== undefined) {
      outgoing.writeHead(fault.status, { 'content-type': 'application/x-amz-json-1.0' });
      outgoing.end(JSON.stringify(fault.body));
      return;
    }
    const { host: _, ...headers } = incoming.headers;
    const forwarded = httpRequest(
      this.#engine.endpoint,
      { method: incoming.method ?? 'POST', path: incoming.url, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forwarded.on('error', () => outgoing.destroy());
    forwarded.end(body);
  }
}

/** What DynamoDB answers when a transaction meets another one. */
export function transactionConflict(writes: number) {
  return {
    status: 400,
    body: {
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]',
      CancellationReasons: Array.from({ length: writes }, (_, at) =>
        at === 0
          ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }
          : { Code: 'None' },
      ),
    },
  };
}
