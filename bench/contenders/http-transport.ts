import { Agent, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Answer } from '../../lambdas/verdict/dynamodb/answer.ts';
import type { Endpoint } from '../../lambdas/verdict/dynamodb/endpoint.ts';
import { DynamoDbError, malformed, unreachable } from '../../lambdas/verdict/dynamodb/error.ts';
import { outcomeOf } from '../../lambdas/verdict/dynamodb/outcome.ts';
import { contentType } from '../../lambdas/verdict/dynamodb/signer.ts';
import type { Attempt, createTransport as ours } from '../../lambdas/verdict/dynamodb/transport.ts';

const connectTimeoutMs = 500;
const maxIdle = 64;
const maxBodyBytes = 16 * 1_024 * 1_024;

/**
 * What `transport.ts` would be over node:http, with the same signature, limits and reading of answers: it stands in for
 * it in bundles of the bench (`function/bundle.ts`), and shows what writing and reading the socket saves.
 */
export const createTransport: typeof ours = ({ endpoint, sign, now }) => {
  const connections = new Connections(endpoint, now);
  const { host, hostname, port, isSecure } = endpoint;
  const fixed = { agent: connections, method: 'POST', path: '/', host: hostname, port, setHost: false };

  function signed({ operation, body, credentials }: Attempt): string[] {
    const target = `DynamoDB_20120810.${operation}`;
    const length = String(Buffer.byteLength(body));
    const headers = [
      'host',
      host,
      'content-type',
      contentType,
      'x-amz-target',
      target,
      'content-length',
      length,
    ];
    const signature = sign({ target, body }, credentials, now());
    for (const name in signature) headers.push(name, signature[name] ?? '');
    return headers;
  }

  function exchange(attempt: Attempt): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (attempt.maxIdleMs !== Infinity) connections.closeIdle(attempt.maxIdleMs);
      const sent = request({ ...fixed, headers: signed(attempt) });
      let isConnected = false;
      let timer: NodeJS.Timeout | undefined;
      const wait = (limitMs: number, error: () => DynamoDbError) => {
        clearTimeout(timer);
        timer = setTimeout(() => fail(error()), Math.min(attempt.deadlineMs - now(), limitMs));
      };
      const fail = (error: DynamoDbError) => {
        clearTimeout(timer);
        sent.destroy();
        if (isConnected) connections.closeIdle(-1);
        reject(error);
      };
      const connected = () => {
        isConnected = true;
        wait(attempt.answerTimeoutMs, () => new DynamoDbError('timeout', 'no answer in time'));
      };
      sent.on('socket', (socket) => {
        if (sent.reusedSocket) return connected();
        wait(connectTimeoutMs, unreachable);
        socket.once(isSecure ? 'secureConnect' : 'connect', connected);
      });
      sent.on('error', ({ code }: NodeJS.ErrnoException) => {
        if (!isConnected) return fail(unreachable());
        fail(code?.startsWith('HPE_') === true ? malformed('no HTTP') : lost());
      });
      sent.on('response', (response) => {
        readAnswer(response, fail, (answer) => {
          clearTimeout(timer);
          resolve(answer);
        });
      });
      sent.end(attempt.body);
    });
  }

  return {
    transmit: async (attempt) => outcomeOf(await exchange(attempt)),
    preconnect: () => connections.preconnect(),
    close: () => connections.closeIdle(-1),
  };
};

/** Connections that stay open, the one used last first, and know since when they rest. */
class Connections extends Agent {
  readonly #endpoint: Endpoint;
  readonly #now: () => number;
  readonly #restsSinceMs = new WeakMap<object, number>();
  #early: Socket | null = null;

  constructor(endpoint: Endpoint, now: () => number) {
    super({ keepAlive: true, maxFreeSockets: maxIdle, scheduling: 'lifo' });
    this.#endpoint = endpoint;
    this.#now = now;
  }

  override createConnection(): Socket {
    const early = this.#early;
    this.#early = null;
    return early === null || early.destroyed ? dial(this.#endpoint) : early;
  }

  override keepSocketAlive(socket: Socket): void {
    this.#restsSinceMs.set(socket, this.#now());
    // Typed as void, and yet an answer: without it the agent closes the connection.
    return super.keepSocketAlive(socket);
  }

  preconnect(): void {
    this.#early ??= dial(this.#endpoint).on('error', () => {});
  }

  closeIdle(maxIdleMs: number): void {
    const oldest = this.#now() - maxIdleMs;
    for (const sockets of Object.values(this.freeSockets)) {
      for (const socket of sockets ?? []) {
        if ((this.#restsSinceMs.get(socket) ?? 0) < oldest) socket.destroy();
      }
    }
  }
}

function readAnswer(
  response: IncomingMessage,
  fail: (error: DynamoDbError) => void,
  done: (answer: Answer) => void,
): void {
  const { statusCode = 0, headers } = response;
  const pieces: Buffer[] = [];
  let bytes = 0;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] !== 'chunked') {
    return fail(malformed('its length'));
  }
  response.on('error', () => fail(lost()));
  response.on('data', (piece: Buffer) => {
    bytes += piece.length;
    pieces.push(piece);
    if (bytes > maxBodyBytes) fail(new DynamoDbError('too-large', 'the answer is too large'));
  });
  response.on('end', () => {
    const [first] = pieces;
    const body = pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
    done({
      status: statusCode,
      headers: new Map(Object.entries(headers)) as Answer['headers'],
      body,
      isReusable: true,
    });
  });
}

function dial({ isSecure, hostname: host, port }: Endpoint): Socket {
  if (!isSecure) return connect({ host, port, noDelay: true });
  return process.getBuiltinModule('node:tls').connect({ host, port, servername: host });
}

function lost(): DynamoDbError {
  return new DynamoDbError('disconnected', 'the connection was lost');
}
