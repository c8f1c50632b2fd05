import { joinChunks } from './chunked-body.ts';
import { DynamoDbError, malformed } from './error.ts';

/** One HTTP response, complete. */
export interface Answer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Whether the server takes another request on the same connection. */
  readonly isReusable: boolean;
}

interface Head extends Omit<Answer, 'body'> {
  /** Null for a body in chunks. */
  readonly bodyBytes: number | null;
}

const headEnd = '\r\n\r\n';
const maxHeadBytes = 16_384;
/** What a BatchGetItem can bring at most. */
const maxBodyBytes = 16 * 1_024 * 1_024;

/**
 * Puts one HTTP/1.1 response together from what a connection brings (RFC 9112): as much of the protocol as DynamoDB
 * and what stands in for it use. A body that tells neither its length nor its chunks is refused, since nobody could
 * tell that its end is missing.
 */
export class AnswerReader {
  #head: Head | null = null;
  /** What has come and has not been read. */
  #rest: Buffer = Buffer.alloc(0);

  /**
   * @returns the answer when it is complete, null before
   * @throws DynamoDbError `malformed`, `too-large`
   */
  push(piece: Buffer): Answer | null {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    this.#head ??= this.#readHead();
    if (this.#head === null) return null;
    const body = readBody(this.#rest, this.#head.bodyBytes);
    return body === null ? null : { ...this.#head, body };
  }

  #readHead(): Head | null {
    const bytes = this.#rest;
    const end = bytes.indexOf(headEnd, 0, 'latin1');
    if (end > maxHeadBytes || (end === -1 && bytes.length > maxHeadBytes)) throw tooLarge();
    if (end === -1) return null;
    this.#rest = bytes.subarray(end + headEnd.length);
    return parseHead(bytes.toString('latin1', 0, end));
  }
}

/** Null while its end has not come. */
function readBody(rest: Buffer, bodyBytes: number | null): Buffer | null {
  if (rest.length > maxBodyBytes) throw tooLarge();
  if (bodyBytes === null) return joinChunks(rest);
  if (rest.length > bodyBytes) throw malformed('its end');
  return rest.length < bodyBytes ? null : rest;
}

function parseHead(text: string): Head {
  const [statusLine = '', ...lines] = text.split('\r\n');
  const [, minorVersion, status] = /^HTTP\/1\.([01]) ([2-5]\d\d)(?: |$)/.exec(statusLine) ?? [];
  if (status === undefined) throw malformed('its head');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon < 1 || (headers.has('content-length') && name === 'content-length'))
      throw malformed('its head');
    headers.set(name, line.slice(colon + 1).trim());
  }
  const connection = headers.get('connection')?.toLowerCase();
  return {
    status: Number(status),
    headers,
    isReusable: minorVersion === '1' && connection !== 'close',
    bodyBytes: bodyBytesOf(headers),
  };
}

function bodyBytesOf(headers: ReadonlyMap<string, string>): number | null {
  const length = headers.get('content-length');
  const encoding = headers.get('transfer-encoding');
  if (encoding !== undefined) {
    if (encoding.toLowerCase() !== 'chunked' || length !== undefined) throw malformed('its length');
    return null;
  }
  if (length === undefined || !/^\d{1,15}$/.test(length)) throw malformed('its length');
  if (Number(length) > maxBodyBytes) throw tooLarge();
  return Number(length);
}

function tooLarge(): DynamoDbError {
  return new DynamoDbError('too-large', "DynamoDB's answer is too large");
}
