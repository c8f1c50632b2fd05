/** Headers of every response, the gateway's own included. */
export const securityHeaders = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
} as const;

/** Response headers that a browser may read across origins. */
export const exposedHeaders = [
  'ETag',
  'Link',
  'Location',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'WWW-Authenticate',
  'Idempotent-Replayed',
  'Usage-Recorded-Until',
  'X-Request-Id',
] as const;

/** Request headers that a browser may send across origins. */
export const allowedRequestHeaders = [
  'Authorization',
  'Content-Type',
  'If-Match',
  'Idempotency-Key',
  'X-Api-Key',
] as const;

/** CORS headers for the console's origin. There are no cookies, and so no credentials flag. */
export function corsHeaders(consoleOrigin: string | null): Record<string, string> {
  if (consoleOrigin === null) return {};
  return {
    'Access-Control-Allow-Origin': consoleOrigin,
    'Access-Control-Expose-Headers': exposedHeaders.join(', '),
    Vary: 'Origin',
  };
}
