import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { AuthorizerContext } from '../contract/authorizer-context.ts';
import { describeCall, describeUserAgent } from '../domain/usage/answered-call.ts';
import { maskSecrets } from '../domain/keys/mask-secrets.ts';
import { createRefusalCounter } from '../domain/usage/refusal-counter.ts';
import { describeNeeds } from '../domain/usage/usage-needs.ts';
import { holdsScope, type Scopes } from '../domain/permissions/scopes.ts';
import { Problem } from '../domain/problem.ts';
import { printLine } from '../log.ts';
import type { AuthorizedEvent } from './authorize.ts';

/** A key that calls from a wrong address goes on doing so: its refusals are counted together. */
const repeatedCode = 'IP_NOT_ALLOWED';

/** Prints the usage line of each call with a key, once it has its final answer. */
export function recordUsage(now: () => number): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  const countOf = createRefusalCounter(now);

  function record(event: APIGatewayProxyEvent, status: number, code: string): void {
    const { authorizer, identity, requestId, requestTimeEpoch } = event.requestContext;
    const { operation, principal } = event as Partial<AuthorizedEvent>;
    const { apiKeyId, keyPrefix = '' } = (authorizer ?? {}) as Partial<AuthorizerContext>;
    if (apiKeyId === undefined || apiKeyId === '') return;
    const repeated = code === repeatedCode ? countOf(keyPrefix + apiKeyId) : 0;
    if (repeated === null) return;
    const call = {
      apiKeyId,
      keyPrefix,
      method: event.httpMethod,
      path: event.resource,
      status,
      code,
      sourceIp: identity.sourceIp,
      userAgent: describeUserAgent(identity.userAgent),
      requestId: maskSecrets(requestId),
      arrivedAtMs: requestTimeEpoch,
      ...(repeated > 0 && { repeated }),
      ...(operation === undefined
        ? {}
        : describeNeeds({ scopes: scopeMet(operation.route.scopes, principal?.permissions.scopes) })),
    };
    printLine(describeCall(call, now()));
  }

  return {
    after: ({ event, response }) => {
      record(event, response?.statusCode ?? 500, 'VALID');
    },
    onError: ({ event, response, error }) => {
      record(event, response?.statusCode ?? 500, error instanceof Problem ? error.code : 'INTERNAL');
    },
  };
}

/** Of several scopes that are enough each the one that the caller has; the least, named first, where there is none. */
function scopeMet(scopes: Scopes, held: Scopes = []): Scopes {
  const met = scopes.find((scope) => holdsScope(held, scope));
  return met === undefined ? scopes.slice(0, 1) : [met];
}
