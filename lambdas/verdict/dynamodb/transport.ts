import { createConnectionPool } from './connection-pool.ts';
import type { Credentials } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import { unreachable } from './error.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { contentType, type Sign } from './signer.ts';

/** One attempt at one call. */
export interface Attempt {
  readonly operation: 'BatchGetItem' | 'UpdateItem';
  /** JSON. */
  readonly body: string;
  readonly credentials: Credentials;
  /** Milliseconds since the epoch after which there is no waiting. */
  readonly deadlineMs: number;
  /** How long the answer may take, from when the request was sent. */
  readonly answerTimeoutMs: number;
  /** How long a connection may have rested to be used for it. */
  readonly maxIdleMs: number;
}

/** @throws DynamoDbError where DynamoDB gave no answer that can be believed */
export type Transmit = (attempt: Attempt) => Promise<Outcome>;

/** What carries requests to DynamoDB. */
export interface Transport {
  readonly transmit: Transmit;
  /** Opens a connection before the first call needs one. */
  readonly preconnect: () => void;
  /** Closes the connections that rest. */
  readonly close: () => void;
}

interface TransportOptions {
  readonly endpoint: Endpoint;
  readonly sign: Sign;
  readonly now: () => number;
}

/** A connection and its TLS handshake may take this long; then a packet is taken for lost. */
const connectTimeoutMs = 500;

export function createTransport({ endpoint, sign, now }: TransportOptions): Transport {
  const pool = createConnectionPool(endpoint, now);
  const fixedHead = `POST / HTTP/1.1\r\nhost: ${endpoint.host}\r\ncontent-type: ${contentType}\r\n`;

  function signed({ operation, body, credentials }: Attempt): string {
    const target = `DynamoDB_20120810.${operation}`;
    const headers = sign({ target, body }, credentials, now());
    let head = `${fixedHead}x-amz-target: ${target}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
    return `${head}\r\n${body}`;
  }

  async function transmit(attempt: Attempt): Promise<Outcome> {
    const remainingMs = attempt.deadlineMs - now();
    const { maxIdleMs } = attempt;
    const connection = await pool.acquire({ maxIdleMs, timeoutMs: Math.min(remainingMs, connectTimeoutMs) });
    const leftMs = attempt.deadlineMs - now();
    if (!(leftMs > 0)) {
      pool.release(connection);
      throw unreachable();
    }
    try {
      const request = signed(attempt);
      return outcomeOf(await connection.exchange(request, Math.min(leftMs, attempt.answerTimeoutMs)));
    } catch (error) {
      if (!connection.isOpen) pool.closeIdle();
      throw error;
    } finally {
      pool.release(connection);
    }
  }

  return { transmit, preconnect: () => pool.warm(connectTimeoutMs), close: () => pool.closeIdle() };
}
