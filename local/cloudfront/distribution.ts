import type { IncomingMessage } from 'node:http';
import type { HttpResponse } from '../http/response.ts';
import type { Bucket } from '../storage/buckets.ts';
import type { EdgeFunction } from './edge-function.ts';

/** A distribution of the templates: a bucket, and what is done on the way to it and back. */
export interface Distribution {
  readonly bucket: Bucket;
  /** Path of what is served at `/`, unless the function names another. */
  readonly rootObject: string;
  readonly viewerRequest: EdgeFunction | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** By the origin's status: what is answered in its place. */
  readonly errorResponses: ReadonlyMap<number, { readonly status: number; readonly path: string }>;
}

/** Answers as CloudFront would, without its cache. S3 says 403 of what is not there, as to everyone who may not list. */
export async function answerFrom(
  distribution: Distribution,
  { method = 'GET', url = '/' }: IncomingMessage,
): Promise<HttpResponse> {
  const { bucket, viewerRequest, rootObject, errorResponses } = distribution;
  if (method !== 'GET' && method !== 'HEAD') return respond(403, text, 'Forbidden\n', distribution);
  const asked = url.split('?')[0] ?? '/';
  const rewritten = viewerRequest?.rewrite(method, asked) ?? asked;
  const found = await read(bucket, rewritten === '/' ? rootObject : rewritten);
  if (found !== null) return respond(200, found.headers, found.content, distribution);
  const other = errorResponses.get(403);
  const page = other === undefined ? null : await read(bucket, other.path);
  if (other === undefined || page === null) return respond(403, text, 'Forbidden\n', distribution);
  return respond(other.status, page.headers, page.content, distribution);
}

const text = { 'content-type': 'text/plain; charset=utf-8' };

async function read(bucket: Bucket, path: string) {
  try {
    return await bucket.get(decodeURIComponent(path).replace(/^\//, ''));
  } catch {
    // No key is like that, or no percent-encoding.
    return null;
  }
}

/** Headers of the policy take the place of the origin's. */
function respond(
  statusCode: number,
  stored: Readonly<Record<string, string>>,
  body: string | Buffer,
  { headers }: Distribution,
): HttpResponse {
  const own = new Set(headers.map(([name]) => name.toLowerCase()));
  const kept = Object.entries(stored).filter(([name]) => !own.has(name));
  return { statusCode, headers: [...kept, ...headers], body };
}
