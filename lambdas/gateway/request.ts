import * as z from 'zod';
import { describeUserAgent } from '../domain/usage/answered-call.ts';
import type { Origin } from '../domain/audit/audit.ts';
import { invalid, Problem } from '../domain/problem.ts';
import { containsSecret, type SecretShape } from '../domain/keys/secret-shape.ts';
import type { AuthorizedEvent } from './authorize.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { type IfMatch, readIfMatch } from './if-match.ts';
import { readJsonBody } from './json-body.ts';
import type { Principal } from './principal.ts';
import { validate } from './validate.ts';

/** What an operation accepts beside its path. */
export interface Accepts<Query, Body> {
  /** Default: no query parameters. */
  readonly query?: z.ZodType<Query>;
  /** Default: no body. */
  readonly body?: z.ZodType<Body>;
  /** Members of the body that an API key belongs into; anywhere else it is refused. */
  readonly secretMembers?: readonly string[];
}

/** A request that has been read, checked against its schemas, and cleared of misplaced secrets. */
export interface ApiRequest<Query, Body> {
  readonly requestId: string;
  readonly pathParameters: Readonly<Record<string, string | undefined>>;
  readonly query: Query;
  readonly body: Body;
  readonly ifMatch: IfMatch;
  /** The caller's name for one attempt; null where they gave none. */
  readonly idempotencyKey: string | null;
  readonly principal: Principal | null;
  /** Milliseconds since the epoch. */
  readonly arrivedAtMs: number;
  readonly sourceIp: string;
  /** Masked and cut to 256 characters; null where none was sent. */
  readonly userAgent: string | null;
  /** The URL that was called, without query. */
  readonly url: string;
}

const nothing = z.strictObject({});

/** @throws Problem `TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE` or `INVALID`, in that order */
export function readRequest<Query, Body>(
  event: AuthorizedEvent,
  accepts: Accepts<Query, Body>,
  shape: SecretShape,
): ApiRequest<Query, Body> {
  const json = readJsonBody(bodyBytes(event), header(event, 'content-type'));
  const pathParameters = event.pathParameters ?? {};
  refuseSecret('path', pathParameters, shape);
  refuseSecret('query', event.multiValueQueryStringParameters, shape);
  const parameters = readQuery(event);
  refuseSecret('body', json, shape, accepts.secretMembers);
  const hasOptionalBody = accepts.body === undefined;
  return {
    requestId: event.requestContext.requestId,
    pathParameters,
    query: validate(accepts.query ?? (nothing as unknown as z.ZodType<Query>), parameters, 'query'),
    body: validate(
      accepts.body ?? (nothing as unknown as z.ZodType<Body>),
      hasOptionalBody ? (json ?? {}) : json,
      'body',
    ),
    ifMatch: readIfMatch(header(event, 'if-match')),
    principal: event.principal,
    sourceIp: event.requestContext.identity.sourceIp,
    userAgent: describeUserAgent(event.requestContext.identity.userAgent, shape),
    arrivedAtMs: event.requestContext.requestTimeEpoch,
    idempotencyKey: readIdempotencyKey(header(event, 'idempotency-key')),
    url: urlOf(event),
  };
}

/** The caller of a route that is not public. */
export function callerOf({ principal }: Pick<ApiRequest<unknown, unknown>, 'principal'>): Principal {
  if (principal === null) throw new Problem('UNAUTHENTICATED');
  return principal;
}

/** Where a change came from, for its audit event. */
export function originOf(request: ApiRequest<unknown, unknown>): Origin {
  const { userId, via, apiKey } = callerOf(request);
  return {
    actor: { userId, via, ...(apiKey === null ? {} : { apiKeyId: apiKey.id }) },
    sourceIp: request.sourceIp,
    userAgent: request.userAgent,
    requestId: request.requestId,
  };
}

function bodyBytes({ body, isBase64Encoded }: AuthorizedEvent): Uint8Array {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

function header(event: AuthorizedEvent, name: string): string | undefined {
  const values = Object.entries(event.multiValueHeaders ?? {}).flatMap(([key, sent]) =>
    key.toLowerCase() === name ? (sent ?? []) : [],
  );
  return values.length === 0 ? undefined : values.join(', ');
}

function readQuery(event: AuthorizedEvent): Record<string, string> {
  const entries = Object.entries(event.multiValueQueryStringParameters ?? {}).map(([name, values]) => {
    const [value, ...more] = values ?? [];
    if (more.length > 0) throw invalid(name, 'Given more than once');
    if (value?.isWellFormed() === false || name === '__proto__') throw invalid('query', 'Not valid text');
    return [name, value ?? ''];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

function refuseSecret(
  part: string,
  value: unknown,
  shape: SecretShape,
  exempt: readonly string[] = [],
): void {
  if (containsSecret(value, shape, exempt)) {
    throw invalid(part, 'Contains an API key, which belongs into the Authorization header only');
  }
}

/** API Gateway sets X-Forwarded-Proto itself. */
function urlOf(event: AuthorizedEvent): string {
  const scheme = header(event, 'x-forwarded-proto') === 'http' ? 'http' : 'https';
  const { domainName = '', path } = event.requestContext;
  return `${scheme}://${domainName}${path.replace(/\/$/, '')}`;
}
