import { refusals } from './verdicts.ts';

/** What each status is called (RFC 9110, section 15). */
export const titles = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/**
 * Every code that a caller can meet, with its HTTP status and public text. This catalogue is the single
 * source for verdicts, problem bodies (RFC 9457), gateway responses and the OpenAPI document.
 */
export const problems = {
  ...refusals,
  INVALID: { status: 400, detail: 'The request is not valid' },
  END_USER_KEY: { status: 403, detail: 'End-user keys cannot use this operation' },
  NOT_FOUND: { status: 404, detail: 'Not found' },
  NAME_TAKEN: { status: 409, detail: 'Name should be unique' },
  CONFLICT: { status: 409, detail: 'The change conflicts with the current state' },
  IDEMPOTENCY_CONFLICT: {
    status: 409,

    detail: 'The Idempotency-Key was used with another body',
  },
  IN_USE: { status: 409, detail: 'Something still depends on it' },
  PRECONDITION_FAILED: {
    status: 412,

    detail: 'The resource has changed since the version named in If-Match',
  },
  TOO_LARGE: { status: 413, detail: 'The body must be smaller than 64 KB' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,

    detail: 'Send the body as application/json',
  },
  INTERNAL: { status: 500, detail: 'The request could not be processed' },
  UNAVAILABLE: {
    status: 503,

    detail: 'A dependency is unavailable; try again shortly',
  },
} as const satisfies Record<string, { status: keyof typeof titles; detail: string }>;

export type ProblemCode = keyof typeof problems;
export type ProblemStatus = keyof typeof titles;

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
