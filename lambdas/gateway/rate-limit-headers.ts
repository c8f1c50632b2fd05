import type { APIGatewayEventDefaultAuthorizerContext } from 'aws-lambda';
import type { AuthorizerContext } from '../contract/authorizer-context.ts';

const windowSeconds = 60;

/** The limit of the calling key and what is left of it (draft-ietf-httpapi-ratelimit-headers-10). */
export function rateLimitHeaders(
  authorizer: APIGatewayEventDefaultAuthorizerContext | null | undefined,
): Record<string, string> {
  const context = (authorizer ?? {}) as Partial<AuthorizerContext>;
  const { rateLimit, rateLimitTier: tier, rateLimitRemaining: remaining } = context;
  if (rateLimit === undefined || rateLimit === '') return {};
  return {
    'RateLimit-Policy': `"${tier}";q=${rateLimit};w=${windowSeconds}`,
    RateLimit: `"${tier}";r=${remaining};t=${toSeconds(context.rateLimitResetMs)}`,
    ...(context.code === 'RATE_LIMITED'
      ? { 'Retry-After': String(toSeconds(context.rateLimitRetryAfterMs)) }
      : {}),
  };
}

function toSeconds(milliseconds: string | undefined): number {
  return Math.ceil(Number(milliseconds) / 1_000);
}
