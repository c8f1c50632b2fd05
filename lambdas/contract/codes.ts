/**
 * Every code that a caller can meet, with its HTTP status and public text. This catalogue is the single
 * source for verdicts, problem bodies (RFC 9457), gateway responses and the OpenAPI document.
 */
export const problems = {
  INVALID: { status: 400, title: 'Bad Request', detail: 'The request is not valid' },
  USER_UNKNOWN: { status: 400, title: 'Bad Request', detail: 'The user does not exist' },
  UNAUTHENTICATED: { status: 401, title: 'Unauthorized', detail: 'Send exactly one credential' },
  TOKEN_INVALID: { status: 401, title: 'Unauthorized', detail: 'The access token is not valid' },
  API_KEY_INVALID: { status: 401, title: 'Unauthorized', detail: 'API key invalid' },
  API_KEY_EXPIRED: { status: 401, title: 'Unauthorized', detail: 'API key expired' },
  API_KEY_PAUSED: { status: 401, title: 'Unauthorized', detail: 'API key paused' },
  USER_DISABLED: { status: 401, title: 'Unauthorized', detail: 'The user is disabled' },
  USER_HAS_NO_ROLES: { status: 401, title: 'Unauthorized', detail: 'The user has no roles' },
  INSUFFICIENT_PERMISSIONS: {
    status: 403,
    title: 'Forbidden',
    detail: 'Insufficient permissions for operation',
  },
  END_USER_KEY: { status: 403, title: 'Forbidden', detail: 'End-user keys cannot use this operation' },
  IP_NOT_ALLOWED: { status: 403, title: 'Forbidden', detail: 'The key cannot be used from this address' },
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
  RATE_LIMITED: { status: 429, title: 'Too Many Requests', detail: 'Rate limit exceeded' },
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

/** Outcome of one authorisation. */
export type VerdictCode =
  | 'VALID'
  | 'UNAUTHENTICATED'
  | 'API_KEY_INVALID'
  | 'USER_DISABLED'
  | 'USER_HAS_NO_ROLES'
  | 'API_KEY_PAUSED'
  | 'API_KEY_EXPIRED'
  | 'IP_NOT_ALLOWED'
  | 'RATE_LIMITED'
  | 'INSUFFICIENT_PERMISSIONS'
  | 'TOKEN_INVALID'
  | 'USER_UNKNOWN';

/** Seconds that a client is asked to wait after a 503. */
export const retryAfterSeconds = 1;

/** RFC 9110, section 11.6.1. */
export const authenticateChallenge = 'Bearer realm="latchkey"';
