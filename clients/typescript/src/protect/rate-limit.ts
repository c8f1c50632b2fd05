import type { KnownKeyVerdict } from '../generated/api.ts';

type RateLimit = NonNullable<KnownKeyVerdict['rateLimit']>;

const windowSeconds = 60;

/** The limit of the key and what is left of it (draft-ietf-httpapi-ratelimit-headers-10). */
export function rateLimitHeaders(
  { limit, remaining, resetAt }: RateLimit,
  nowMs: number,
): Record<string, string> {
  return {
    'RateLimit-Policy': `"latchkey";q=${limit};w=${windowSeconds}`,
    RateLimit: `"latchkey";r=${remaining};t=${secondsUntil(Date.parse(resetAt), nowMs)}`,
  };
}

/**
 * Seconds until a call can be made that counts for `cost`: the bucket is full at `resetAt`, and fills with the limit per
 * minute. At least one.
 */
export function retryAfterSeconds({ limit, resetAt }: RateLimit, cost: number, nowMs: number): number {
  const enoughAtMs = Date.parse(resetAt) - ((limit - cost) * windowSeconds * 1_000) / limit;
  return Math.max(1, secondsUntil(enoughAtMs, nowMs));
}

function secondsUntil(timeMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((timeMs - nowMs) / 1_000));
}
