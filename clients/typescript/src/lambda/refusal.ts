import type { AccessRights } from '../access-rights.ts';
import { problemAnswer } from '../problem-answer.ts';
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
  readonly status: 403 | 429 | 500;
  readonly detail: string;
}

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
  const answer = problemAnswer(
    { status, code, detail, requestId, missingScopes, missingAccessRights },
    latchkeyAddress === undefined ? undefined : `${latchkeyAddress}/v1`,
    { ...headers, ...own },
  );
  return { statusCode: answer.status, headers: answer.headers, body: answer.body };
}
