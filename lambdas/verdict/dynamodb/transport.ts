import { crc32 } from '../../domain/keys/crc32.ts';
import type { Answer } from './answer.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { Credentials } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import { DynamoDbError, malformed } from './error.ts';
import { refusalOf } from './refusal.ts';
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

/** What DynamoDB answered: a result, or why there is none. */
export type Outcome =
  | { readonly refusal: null; readonly body: Readonly<Record<string, unknown>> }
  | { readonly refusal: DynamoDbError; readonly body: Readonly<Record<string, unknown>> };

/** @throws DynamoDbError where DynamoDB gave no answer that can be believed */
export type Transmit = (attempt: Attempt) => Promise<Outcome>;

interface TransportOptions {
  readonly endpoint: Endpoint;
  readonly pool: ConnectionPool;
  readonly sign: Sign;
  readonly now: () => number;
}

/** A connection and its TLS handshake may take this long; then a packet is taken for lost. */
export const connectTimeoutMs = 500;

export function createTransport({ endpoint, pool, sign, now }: TransportOptions): Transmit {
  const fixedHead = `POST / HTTP/1.1\r\nhost: ${endpoint.host}\r\ncontent-type: ${contentType}\r\n`;

  function signed({ operation, body, credentials }: Attempt): string {
    const target = `DynamoDB_20120810.${operation}`;
    const headers = sign({ target, body }, credentials, now());
    let head = `${fixedHead}x-amz-target: ${target}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
    return `${head}\r\n${body}`;
  }

  return async (attempt) => {
    const remainingMs = attempt.deadlineMs - now();
    const { maxIdleMs } = attempt;
    const connection = await pool.acquire({ maxIdleMs, timeoutMs: Math.min(remainingMs, connectTimeoutMs) });
    const leftMs = attempt.deadlineMs - now();
    if (!(leftMs > 0)) {
      pool.release(connection);
      throw new DynamoDbError('unreachable', 'the connection to DynamoDB took too long');
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
  };
}

/** @throws DynamoDbError `malformed` */
function outcomeOf(answer: Answer): Outcome {
  const { status, headers, body } = answer;
  const checksum = headers.get('x-amz-crc32');
  if (checksum !== undefined && checksum !== String(crc32(body))) throw malformed('its checksum');
  const parsed = parse(body);
  if (status === 200 && parsed !== undefined) return { refusal: null, body: parsed };
  if (status < 400) throw malformed(`status ${status} without a result`);
  return { refusal: refusalOf(answer, parsed), body: parsed ?? {} };
}

/** An object, or undefined for anything else. What is wrong with it is not told, for that quotes it. */
function parse(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
