/** Headers of answers that mean something to their callers. */
export const responseHeaders = {
  'X-Request-Id': {
    description: 'Names this request, for questions to the operator',
    required: true,
    schema: { type: 'string' },
  },
  ETag: {
    description: 'The version, for `If-Match`',
    required: true,
    schema: { type: 'string' },
    example: '"3"',
  },
  Location: {
    description: 'The address of what was made',
    required: true,
    schema: { type: 'string', format: 'uri' },
  },
  'Cache-Control': {
    description: 'How long the answer may be kept (RFC 9111); no other answer may be kept at all',
    required: true,
    schema: { type: 'string' },
    example: 'public, max-age=300',
  },
  Link: {
    description: 'The next page (RFC 8288); missing on the last',
    schema: { type: 'string' },
    example: '<https://api.example.com/api/v1/api-keys?cursor=…>; rel="next"',
  },
  'Usage-Recorded-Until': {
    description:
      'Time of the newest call that has been recorded, of whatever key; missing where none has been',
    schema: { type: 'string', format: 'date-time' },
  },
  'Idempotent-Replayed': {
    description:
      '`true` where this is the answer that an earlier attempt of the same `Idempotency-Key` was given',
    schema: { type: 'string', enum: ['true'] },
  },
  'Retry-After': {
    description: 'Seconds to wait (RFC 9110)',
    required: true,
    schema: { type: 'integer', minimum: 0 },
  },
  RateLimit: {
    description:
      'To callers with a limit: calls that are left, and seconds until all of them are there again ' +
      '(draft-ietf-httpapi-ratelimit-headers)',
    schema: { type: 'string' },
    example: '"free";r=99;t=1',
  },
  'RateLimit-Policy': {
    description: 'To callers with a limit: calls in a window of so many seconds',
    schema: { type: 'string' },
    example: '"free";q=100;w=60',
  },
  'WWW-Authenticate': {
    description: 'How to authenticate (RFC 9110)',
    schema: { type: 'string' },
    example: 'Bearer realm="latchkey"',
  },
} as const;

/** References to the headers of these names. */
export function describeHeaders(...names: readonly (keyof typeof responseHeaders)[]): object {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
