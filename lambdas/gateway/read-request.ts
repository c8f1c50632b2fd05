import * as z from 'zod';
import { maskSecrets } from '../domain/keys/mask-secrets.ts';
import { containsSecret, type SecretShape } from '../domain/keys/secret-shape.ts';
import { invalid } from '../domain/problem.ts';
import { describeUserAgent } from '../domain/usage/answered-call.ts';
import { header, rootOf, urlOf } from './address.ts';
import type { AuthorizedEvent } from './authorize.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { readIfMatch } from './if-match.ts';
import { readJsonBody } from './json-body.ts';
import type { ApiRequest } from './request.ts';
import { readParts, validate } from './validate.ts';
import { wantsPage } from './wants-page.ts';

const nothing = z.strictObject({});

/** @throws Problem `TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE` or `INVALID`, in that order */
export function readRequest(event: AuthorizedEvent, shape: SecretShape): ApiRequest<never, never> {
  const { route, definition } = event.operation;
  const { query = nothing, body, secretMembers } = definition;
  const json = readJsonBody(bodyBytes(event), header(event, 'content-type'));
  const pathParameters = readPath(event);
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
  const { requestId, extendedRequestId, requestTimeEpoch, identity } = event.requestContext;
  return {
    ...parts,
    operationId: route.operationId,
    requestId: maskSecrets(requestId),
    extendedRequestId,
    pathParameters,
    principal: event.principal,
    wantsPage: wantsPage(header(event, 'accept')),
    sourceIp: identity.sourceIp,
    userAgent: describeUserAgent(identity.userAgent),
    arrivedAtMs: requestTimeEpoch,
    url: urlOf(event),
    root: rootOf(event),
  };
}

/**
 * Path parameters as meant. A REST API hands them over percent-encoded as they were sent, unlike the query's
 * (middleapi/standard-server#93 has captures).
 */
function readPath({ pathParameters }: AuthorizedEvent): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(pathParameters ?? {}).map(([name, sent = '']) => [name, decodeURIComponent(sent)]),
    );
  } catch (error) {
    if (error instanceof URIError) throw invalid('path', 'Not valid percent-encoded UTF-8');
    throw error;
  }
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
