import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HiddenServer } from '../http/hidden-server.ts';
import { readBytes } from '../http/read-body.ts';
import type { Bucket, Buckets } from '../storage/buckets.ts';

/** More than a file of a page has. */
const maxObjectBytes = 32 * 1024 * 1024;

/** Headers of a PUT that S3 keeps with the object (API reference, PutObject). */
const keptHeaders = ['content-type', 'cache-control'];

/** Answers the AWS SDK's calls of S3: PutObject of a whole object, GetObject, DeleteObject, and no others. */
export async function startS3Endpoint(buckets: Buckets): Promise<HiddenServer> {
  return await HiddenServer.start((request, response) => answer(request, response, buckets));
}

async function answer(request: IncomingMessage, response: ServerResponse, buckets: Buckets): Promise<void> {
  try {
    // The SDK names buckets by path where a host is an address.
    const { pathname } = new URL(request.url ?? '/', 'http://s3');
    const [, name = '', ...segments] = pathname.split('/').map(decodeURIComponent);
    const bucket = buckets.get(name);
    if (bucket === null) refuse(response, 404, 'NoSuchBucket');
    else await serve(request, response, bucket, segments.join('/'));
  } catch {
    // The caller's SDK retries it.
    refuse(response, 500, 'InternalError');
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  bucket: Bucket,
  key: string,
): Promise<void> {
  const isSpecial = request.headers['x-amz-copy-source'] !== undefined || isStreamed(request);
  if (request.method === 'PUT' && !isSpecial) {
    const content = await readBytes(request, maxObjectBytes);
    if (content === null) return refuse(response, 400, 'EntityTooLarge');
    const headers = keptHeaders.map((name) => [name, request.headers[name]]);
    await bucket.put(key, content, Object.fromEntries(headers.filter(([, value]) => value !== undefined)));
    send(response, 200);
  } else if (request.method === 'GET') {
    const object = await bucket.get(key);
    if (object === null) return refuse(response, 404, 'NoSuchKey');
    send(response, 200, object.content, object.headers);
  } else if (request.method === 'DELETE') {
    await bucket.remove(key);
    send(response, 204);
  } else refuse(response, 501, 'NotImplemented');
}

/** Whether the body is in signed chunks, which would have to be taken apart. */
function isStreamed({ headers }: IncomingMessage): boolean {
  return String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  send(response, status, body, { 'content-type': 'application/xml' });
}

function send(response: ServerResponse, status: number, body: string | Buffer = '', headers = {}): void {
  response.writeHead(status, { 'x-amz-request-id': randomUUID(), ...headers });
  response.end(body);
}
