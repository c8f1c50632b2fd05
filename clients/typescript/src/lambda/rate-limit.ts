import type { AuthorizerContext } from './authorizer-context.ts';

const windowSeconds = 60;

/** The limit of the calling key and what is left of it (draft-ietf-httpapi-ratelimit-headers-10). */
export function rateLimitHeaders(context: AuthorizerContext): Record<string, string> {
  const { rateLimit, rateLimitTier: tier, rateLimitRemaining: remaining, rateLimitResetMs } = context;
  if (!rateLimit) return {};
  return {
    'RateLimit-Policy': `"${tier}";q=${rateLimit};w=${windowSeconds}`,
    RateLimit: `"${tier}";r=${remaining};t=${Math.ceil(Number(rateLimitResetMs) / 1_000)}`,
  };
}

/** The result with headers that it does not have itself. A result that is no response with a status stays as it is. */
export function addHeaders<Result>(result: Result, added: Readonly<Record<string, string>>): Result {
  if (!isResponse(result) || Object.keys(added).length === 0) return result;
  const own = [result.headers, result.multiValueHeaders].flatMap((headers) => Object.keys(headers ?? {}));
  const names = new Set(own.map((name) => name.toLowerCase()));
  const missing = Object.entries(added).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...result, headers: { ...result.headers, ...Object.fromEntries(missing) } };
}

interface Response {
  readonly statusCode: number;
  readonly headers?: object | null;
  readonly multiValueHeaders?: object | null;
}

function isResponse(result: unknown): result is Response {
  return typeof result === 'object' && result !== null && 'statusCode' in result;
}
