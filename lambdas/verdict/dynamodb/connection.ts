import { connect, isIP, type Socket } from 'node:net';
import { type Answer, AnswerReader } from './answer.ts';
import type { Endpoint } from './endpoint.ts';
import { DynamoDbError, unreachable } from './error.ts';
import { afterPatience } from './patience.ts';

interface Exchange {
  readonly reader: AnswerReader;
  callOff(): void;
  resolve(answer: Answer): void;
  reject(error: DynamoDbError): void;
}

/**
 * One HTTP/1.1 connection, one request at a time. It writes and reads the socket itself: over `node:http` a verdict
 * takes half as much processor time again (decision 15), which is what a small Lambda function has least of.
 */
export class Connection {
  readonly #socket: Socket;
  #exchange: Exchange | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (piece: Buffer) => this.#receive(piece));
    socket.on('error', (cause) => this.#close(disconnected(cause)));
    socket.on('end', () => this.#close(disconnected()));
    socket.on('close', () => this.#close(disconnected()));
  }

  /** @throws DynamoDbError `unreachable` */
  static open(endpoint: Endpoint, timeoutMs: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const { socket, readyEvent } = dial(endpoint);
      const fail = (cause?: Error) => {
        callOff();
        socket.destroy();
        reject(unreachable(cause));
      };
      const giveUp = () => fail();
      const callOff = afterPatience(timeoutMs, giveUp);
      // Once it is open they find nothing left to do.
      socket.on('error', fail);
      socket.on('close', giveUp);
      socket.once(readyEvent, () => {
        callOff();
        resolve(new Connection(socket));
      });
    });
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /**
   * Sends one request, head and body, and waits for its answer.
   *
   * @throws DynamoDbError `unreachable` where it was closed before; `disconnected`, `timeout`, `malformed`,
   * `too-large`: in each of these cases DynamoDB may have done what it was asked for, and the connection is closed
   */
  exchange(request: string, timeoutMs: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const expire = () => this.#close(new DynamoDbError('timeout', 'DynamoDB did not answer in time'));
      const callOff = afterPatience(timeoutMs, expire);
      this.#exchange = { reader: new AnswerReader(), callOff, resolve, reject };
      if (this.isOpen) this.#socket.write(request);
      else this.#close(unreachable());
    });
  }

  /** An idle connection keeps no process alive. */
  rest(): void {
    this.#socket.unref();
  }

  wake(): void {
    this.#socket.ref();
  }

  close(): void {
    this.#close(disconnected());
  }

  #receive(piece: Buffer): void {
    const exchange = this.#exchange;
    // What nobody asked for cannot be told from the answer to the next request.
    if (exchange === null) return this.close();
    try {
      const answer = exchange.reader.push(piece);
      if (answer === null) return;
      exchange.callOff();
      this.#exchange = null;
      if (!answer.isReusable) this.close();
      exchange.resolve(answer);
    } catch (error) {
      this.#close(error as DynamoDbError);
    }
  }

  #close(error: DynamoDbError): void {
    this.#socket.destroy();
    if (this.#exchange === null) return;
    this.#exchange.callOff();
    this.#exchange.reject(error);
    this.#exchange = null;
  }
}

function dial({ isSecure, hostname: host, port }: Endpoint) {
  const socket = isSecure ? dialSecurely(host, port) : connect({ host, port });
  socket.setNoDelay(true);
  return { socket, readyEvent: isSecure ? 'secureConnect' : 'connect' };
}

/** TLS is loaded with the first connection that needs it, and not together with the bundle. */
function dialSecurely(host: string, port: number): Socket {
  const tls = process.getBuiltinModule('node:tls');
  const name = isIP(host) === 0 ? { servername: host } : {};
  return tls.connect({ host, port, ...name, ALPNProtocols: ['http/1.1'] });
}

function disconnected(cause?: Error): DynamoDbError {
  return new DynamoDbError('disconnected', 'the connection to DynamoDB was lost', { cause });
}
