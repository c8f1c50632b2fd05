/** What a verdict can refuse with. The other problems are kept out of the authorizer's bundle. */
export const refusals = {
  UNAUTHENTICATED: { status: 401, detail: 'Send exactly one credential' },
  TOKEN_INVALID: { status: 401, detail: 'The access token is not valid' },
  API_KEY_INVALID: { status: 401, detail: 'API key invalid' },
  API_KEY_EXPIRED: { status: 401, detail: 'API key expired' },
  API_KEY_PAUSED: { status: 401, detail: 'API key paused' },
  USER_DISABLED: { status: 401, detail: 'The user is disabled' },
  USER_HAS_NO_ROLES: { status: 401, detail: 'The user has no roles' },
  USER_UNKNOWN: { status: 403, detail: 'The user does not exist' },
  INSUFFICIENT_PERMISSIONS: { status: 403, detail: 'Insufficient permissions for operation' },
  IP_NOT_ALLOWED: { status: 403, detail: 'The key cannot be used from this address' },
  RATE_LIMITED: { status: 429, detail: 'Rate limit exceeded' },
} as const;

/**
 * What a verdict about a call to a protected API can refuse with beside those: kept apart, since the authorizer of this
 * API has no use for it.
 */
export const foreignRefusals = {
  API_UNKNOWN: { status: 403, detail: 'The API is not registered' },
  ROUTE_UNKNOWN: { status: 403, detail: 'The route is not registered' },
} as const;

export type VerdictCode = 'VALID' | keyof typeof refusals;

/** What a verdict about a call to a protected API can be. */
export type ForeignVerdictCode = VerdictCode | keyof typeof foreignRefusals;
