import { refusals } from './verdicts.ts';

/**
 * Every code that a caller can meet, with its HTTP status and public text. This catalogue is the single
 * source for verdicts, problem bodies (RFC 9457), gateway responses and the OpenAPI document.
 */
export const problems = {
  ...refusals,
  INVALID: { status: 400, title: 'Bad Request', detail: 'The request is not valid' },
  END_USER_KEY: { status: 403, title: 'Forbidden', detail: 'End-user keys cannot use this operation' },
  NOT_FOUND: { status: 404, title: 'Not Found', detail: 'Not found' },
  NAME_TAKEN: { status: 409, title: 'Conflict', detail: 'Name should be unique' },
  CONFLICT: { status: 409, title: 'Conflict', detail: 'The change conflicts with the current state' },
  IDEMPOTENCY_CONFLICT: {
    status: 409,
    title: 'Conflict',
    detail: 'The Idempotency-Key was used with another body',
  },
  IN_USE: { status: 409, title: 'Conflict', detail: 'Something still depends on it' },
  PRECONDITION_FAILED: {
    status: 412,
    title: 'Precondition Failed',
    detail: 'The resource has changed since the version named in If-Match',
  },
  TOO_LARGE: { status: 413, title: 'Content Too Large', detail: 'The body must be smaller than 64 KB' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'Unsupported Media Type',
    detail: 'Send the body as application/json',
  },
  INTERNAL: { status: 500, title: 'Internal Server Error', detail: 'The request could not be processed' },
  UNAVAILABLE: {
    status: 503,
    title: 'Service Unavailable',
    detail: 'A dependency is unavailable; try again shortly',
  },
} as const satisfies Record<string, { status: number; title: string; detail: string }>;

export type ProblemCode = keyof typeof problems;

/**
 * The page that documents a code: its entry in the deployment's own OpenAPI document, as a reference
 * relative to the host (RFC 9457, section 3.1.1).
 */
export function problemType(code: ProblemCode | `$context.${string}`): string {
  return `/api/v1/openapi.json#/components/responses/${code}`;
}

/** Seconds that a client is asked to wait after a 503. */
export const retryAfterSeconds = 1;

/** RFC 9110, section 11.6.1. */
export const authenticateChallenge = 'Bearer realm="latchkey"';
