import { foreignRefusals, refusals } from './verdicts.ts';

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

export type ProblemStatus = keyof typeof titles;

export interface ProblemDefinition {
  /** Default: the name that it is defined under. */
  readonly code?: keyof typeof refusals;
  readonly status: ProblemStatus;
  readonly detail: string;
  /** The field of the body that it is about, where it is always the same. */
  readonly field?: string;
}

const { USER_DISABLED, USER_HAS_NO_ROLES, USER_UNKNOWN } = refusals;

/** The same codes about somebody else than the user of the calling key have another status. */
const aboutOthers = {
  personDisabled: { ...USER_DISABLED, code: 'USER_DISABLED', status: 403 },
  personWithoutRoles: { ...USER_HAS_NO_ROLES, code: 'USER_HAS_NO_ROLES', status: 403 },
  targetUnknown: { ...USER_UNKNOWN, code: 'USER_UNKNOWN', status: 400, field: 'userId' },
  targetDisabled: { ...USER_DISABLED, code: 'USER_DISABLED', status: 400, field: 'userId' },
  targetWithoutRoles: { ...USER_HAS_NO_ROLES, code: 'USER_HAS_NO_ROLES', status: 400, field: 'userId' },
} as const satisfies Record<string, ProblemDefinition>;

/** Every refusal. Problem bodies, gateway responses and the OpenAPI document are made from it. */
export const problems = {
  ...refusals,
  ...foreignRefusals,
  ...aboutOthers,
  INVALID: { status: 400, detail: 'The request is not valid' },
  END_USER_KEY: {
    status: 403,
    detail:
      'A key of type end-user can only use /me, /scopes and /verify; create a key with "type": "admin", or have the ' +
      'type of this one changed',
  },
  NOT_FOUND: { status: 404, detail: 'Not found' },
  NAME_TAKEN: { status: 409, detail: 'Name should be unique', field: 'name' },
  CONFLICT: { status: 409, detail: 'The change conflicts with the current state' },
  IDEMPOTENCY_CONFLICT: { status: 409, detail: 'The Idempotency-Key was used with another body' },
  IN_USE: { status: 409, detail: 'Something still depends on it' },
  PRECONDITION_FAILED: {
    status: 412,
    detail: 'The resource has changed since the version named in If-Match',
  },
  TOO_LARGE: { status: 413, detail: 'The body must be smaller than 64 KB' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, detail: 'Send the body as application/json' },
  INTERNAL: { status: 500, detail: 'The request could not be processed' },
  UNAVAILABLE: { status: 503, detail: 'A dependency is unavailable; try again shortly' },
} as const satisfies Record<string, ProblemDefinition>;

/** One way of being refused: a code under one status. */
export type ProblemName = keyof typeof problems;
export type ProblemCode = Exclude<ProblemName, keyof typeof aboutOthers>;

export function codeOf(name: ProblemName): ProblemCode {
  const { code }: ProblemDefinition = problems[name];
  return code ?? (name as ProblemCode);
}

/** The page that explains a code. `root` is the address of the API's stage, without a slash at its end. */
export function problemType(root: string, code: ProblemCode | `$context.${string}`): string {
  return `${root}/v1/problems/${code}`;
}

/** Seconds that a client is asked to wait after a 503. */
export const retryAfterSeconds = 1;

/** `WWW-Authenticate` of a 401. */
export const authenticateChallenge = 'Bearer realm="latchkey"';
