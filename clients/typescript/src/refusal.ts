import type { AccessRights } from './access-rights.ts';
import type { AuthorizerContext } from './authorizer-context.ts';
import { rateLimitHeaders } from './rate-limit.ts';
import { readJson } from './read-json.ts';

export interface ProtectOptions {
  /**
   * Where Latchkey's API is, without `/v1`, such as `https://abc123.execute-api.eu-west-1.amazonaws.com/api`. The `type` of
   * a refusal is then the page there that explains its code.
   *
   * @default `type` is `about:blank`
   */
  readonly latchkeyAddress?: string | undefined;
  /**
   * Headers of every refusal, those of CORS for instance. They go before those that a refusal has itself.
   *
   * @default none
   */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A response of a proxy integration, to calls of REST and of HTTP APIs alike. */
export interface Refusal {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/** What is told about a refusal, and with which status. */
interface Problem extends Pick<AuthorizerContext, 'code' | 'missingScopes' | 'missingAccessRights'> {
  readonly status: keyof typeof titles;
  readonly detail: string;
}

const titles = { 403: 'Forbidden', 429: 'Too Many Requests', 500: 'Internal Server Error' } as const;

/**
 * The answer to somebody who is authenticated and may not make this call: 429 over the limit, with `Retry-After` where
 * waiting helps, else 403.
 */
export function refuse(context: AuthorizerContext, requestId: string, options: ProtectOptions): Refusal {
  const isLimited = context.code === 'RATE_LIMITED';
  const problem = { ...context, status: isLimited ? 429 : 403, detail: context.message ?? '' } as const;
  return respond(problem, requestId, options, {
    ...rateLimitHeaders(context),
    ...(isLimited && context.retryAfter ? { 'Retry-After': context.retryAfter } : {}),
  });
}

/**
 * The answer to a call that no authorizer of Latchkey's has judged. The deployment is at fault, not the caller, and trying
 * again does not help: hence neither 403 nor 503.
 */
export function refuseUnjudged(requestId: string, options: ProtectOptions): Refusal {
  const detail = 'The request could not be processed';
  return respond({ status: 500, code: 'INTERNAL', detail }, requestId, options, {});
}

function respond(
  problem: Problem,
  requestId: string,
  { latchkeyAddress, headers }: ProtectOptions,
  own: Record<string, string>,
): Refusal {
  const { status, code, detail } = problem;
  const missingScopes = (readJson(problem.missingScopes) ?? []) as string[];
  const missingAccessRights = (readJson(problem.missingAccessRights) ?? {}) as AccessRights;
  const body = {
    type: latchkeyAddress === undefined ? 'about:blank' : `${latchkeyAddress}/v1/problems/${code}`,
    title: titles[status],
    status,
    detail,
    code,
    requestId,
    ...(missingScopes.length > 0 ? { missingScopes } : {}),
    ...(Object.keys(missingAccessRights).length > 0 ? { missingAccessRights } : {}),
  };
  return {
    statusCode: status,
    headers: {
      ...headers,
      ...own,
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Request-Id': requestId,
    },
    body: JSON.stringify(body),
  };
}
