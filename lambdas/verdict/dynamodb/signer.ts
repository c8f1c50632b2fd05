import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { Credentials } from './credentials.ts';

/** A request to DynamoDB: `POST /` with headers that are the same for all requests of a target. */
export interface SignableRequest {
  /** `DynamoDB_20120810.<operation>` */
  readonly target: string;
  readonly body: string;
}

/** Headers that a signed request carries besides those that were signed as they stood. */
export type SignatureHeaders = Readonly<Record<string, string>>;

/** @param nowMs milliseconds since the epoch; AWS accepts what is signed within five minutes of its own clock */
export type Sign = (request: SignableRequest, credentials: Credentials, nowMs: number) => SignatureHeaders;

export const contentType = 'application/x-amz-json-1.0';
const service = 'dynamodb';

/** What a day's requests by the same credentials are signed with. */
interface Signing {
  readonly credentials: Credentials;
  /** `YYYYMMDD` */
  readonly day: string;
  readonly scope: string;
  readonly key: KeyObject;
}

/** AWS Signature Version 4 over `host`, `content-type` and every `x-amz-` header, as AWS requires. */
export function createSigner({ host, region }: { readonly host: string; readonly region: string }): Sign {
  const timestampAt = createTimestamps();
  let last: Signing | undefined;

  function signingOf(credentials: Credentials, day: string): Signing {
    if (last?.credentials !== credentials || last.day !== day) {
      const scope = `${day}/${region}/${service}/aws4_request`;
      last = { credentials, day, scope, key: deriveKey(credentials.secretAccessKey, [day, region, service]) };
    }
    return last;
  }

  return ({ target, body }, credentials, nowMs) => {
    const timestamp = timestampAt(nowMs);
    const { scope, key } = signingOf(credentials, timestamp.slice(0, 8));
    const { accessKeyId, sessionToken } = credentials;
    const isTemporary = sessionToken !== null;
    const signedHeaders = `content-type;host;x-amz-date;${isTemporary ? 'x-amz-security-token;' : ''}x-amz-target`;
    const canonicalRequest =
      `POST\n/\n\ncontent-type:${contentType}\nhost:${host}\nx-amz-date:${timestamp}\n` +
      `${isTemporary ? `x-amz-security-token:${sessionToken}\n` : ''}x-amz-target:${target}\n\n` +
      `${signedHeaders}\n${hash('sha256', body)}`;
    const toSign = `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${hash('sha256', canonicalRequest)}`;
    const signature = createHmac('sha256', key).update(toSign).digest('hex');
    return {
      'x-amz-date': timestamp,
      ...(isTemporary ? { 'x-amz-security-token': sessionToken } : {}),
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    };
  };
}

/** A key object, since a digest with one takes a tenth of the time of one with the bytes. */
function deriveKey(secretAccessKey: string, parts: readonly string[]): KeyObject {
  const derived = [...parts, 'aws4_request'].reduce<string | Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  return createSecretKey(derived as Buffer);
}

/** `YYYYMMDDTHHMMSSZ`; the last one is kept, since most requests come in the second of the one before. */
function createTimestamps(): (nowMs: number) => string {
  let lastSecond = Number.NaN;
  let timestamp = '';
  return (nowMs) => {
    const second = Math.floor(nowMs / 1_000);
    if (second !== lastSecond) {
      timestamp = `${new Date(second * 1_000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
      lastSecond = second;
    }
    return timestamp;
  };
}
