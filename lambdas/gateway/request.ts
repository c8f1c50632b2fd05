import * as z from 'zod';
import type { OperationId } from '../contract/routes.ts';
import { describeUserAgent } from '../domain/usage/answered-call.ts';
import type { Origin } from '../domain/audit/audit.ts';
import { invalid, Problem } from '../domain/problem.ts';
import { containsSecret, type SecretShape } from '../domain/keys/secret-shape.ts';
import { header, rootOf, urlOf } from './address.ts';
import type { AuthorizedEvent } from './authorize.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { type IfMatch, readIfMatch } from './if-match.ts';
import { readJsonBody } from './json-body.ts';
import type { Principal } from './principal.ts';
import { readParts, validate } from './validate.ts';

/** A request that has been read, checked against its schemas, and cleared of misplaced secrets. */
export interface ApiRequest<Query, Body> {
  readonly operationId: OperationId;
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
  /** The address of the API's stage, without a slash at its end. */
  readonly root: string;
}

const nothing = z.strictObject({});

/** @throws Problem `TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE` or `INVALID`, in that order */
export function readRequest(event: AuthorizedEvent, shape: SecretShape): ApiRequest<never, never> {
  const { route, definition } = event.operation;
  const { query = nothing, body, secretMembers } = definition;
  const json = readJsonBody(bodyBytes(event), header(event, 'content-type'));
  const pathParameters = event.pathParameters ?? {};
  refuseSecret('path', pathParameters, shape);
  refuseSecret('query', event.multiValueQueryStringParameters, shape);
  refuseSecret('body', json, shape, secretMembers);
  const parts = readParts({
    query: () => validate(query, readQuery(event), 'query') as never,
    body: () =>
      (body === undefined ? validate(nothing, json ?? {}, 'body') : validate(body, json, 'body')) as never,
    ifMatch: () => readIfMatch(header(event, 'if-match')),
    idempotencyKey: () => readIdempotencyKey(header(event, 'idempotency-key')),
  });
  const { requestId, requestTimeEpoch, identity } = event.requestContext;
  return {
    ...parts,
    operationId: route.operationId,
    requestId,
    pathParameters,
    principal: event.principal,
    sourceIp: identity.sourceIp,
    userAgent: describeUserAgent(identity.userAgent, shape),
    arrivedAtMs: requestTimeEpoch,
    url: urlOf(event),
    root: rootOf(event),
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
    throw invalid(part, 'Contains an API key, which belongs in the Authorization header only');
  }
}
