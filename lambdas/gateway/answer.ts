import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { retryAfterSeconds } from '../contract/codes.ts';
import { corsHeaders, securityHeaders } from '../contract/headers.ts';
import { maskSecrets } from '../domain/keys/mask-secrets.ts';
import { Problem } from '../domain/problem.ts';
import type { SecretShape } from '../domain/keys/secret-shape.ts';
import { rootOf } from './address.ts';
import type { AuthorizedEvent } from './authorize.ts';
import { checkDocumented } from './documented-answer.ts';
import { describeError, logError } from '../log.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';
import { problemBody } from './problem-body.ts';

/** Gives every response its headers, and every error its problem body. */
export function answer(
  consoleOrigin: string | null,
  secretShape: SecretShape,
): MiddlewareObj<APIGatewayProxyEvent & Partial<AuthorizedEvent>, APIGatewayProxyResult> {
  const common = { ...securityHeaders, ...corsHeaders(consoleOrigin) };
  return {
    after: (request) => {
      const { response, event } = request;
      if (response === null || response === undefined) return;
      response.headers = {
        ...common,
        ...rateLimitHeaders(event.requestContext.authorizer),
        'X-Request-Id': event.requestContext.requestId,
        ...response.headers,
      };
    },
    onError: (request) => {
      const { event } = request;
      const { authorizer, requestId } = event.requestContext;
      const problem =
        request.error instanceof Problem ? request.error : new Problem('INTERNAL', { cause: request.error });
      if (event.operation !== undefined) checkDocumented(problem, event.operation);
      if (problem.status >= 500) {
        logError('request failed', {
          requestId: maskSecrets(requestId),
          code: problem.code,
          error: describeError(problem.cause),
        });
      }
      request.response = {
        statusCode: problem.status,
        headers: {
          ...common,
          ...rateLimitHeaders(authorizer),
          'X-Request-Id': requestId,
          'Content-Type': 'application/problem+json',
          ...(problem.retryAfterMs === undefined
            ? {}
            : { 'Retry-After': String(Math.ceil(problem.retryAfterMs / 1_000)) }),
          ...(problem.code === 'UNAVAILABLE' ? { 'Retry-After': String(retryAfterSeconds) } : {}),
        },
        body: JSON.stringify(problemBody(problem, requestId, rootOf(event), secretShape)),
      };
    },
  };
}
