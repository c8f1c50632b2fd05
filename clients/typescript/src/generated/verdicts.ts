// Written by `npm run client:types` from the API of this repository.
export const titles = {
  "400": "Bad Request",
  "401": "Unauthorized",
  "403": "Forbidden",
  "404": "Not Found",
  "409": "Conflict",
  "412": "Precondition Failed",
  "413": "Content Too Large",
  "415": "Unsupported Media Type",
  "429": "Too Many Requests",
  "500": "Internal Server Error",
  "503": "Service Unavailable"
} as const;

/** What a verdict refuses with. */
export const refusals = {
  "UNAUTHENTICATED": {
    "status": 401,
    "detail": "Send exactly one credential"
  },
  "TOKEN_INVALID": {
    "status": 401,
    "detail": "The access token is not valid"
  },
  "API_KEY_INVALID": {
    "status": 401,
    "detail": "API key invalid"
  },
  "API_KEY_EXPIRED": {
    "status": 401,
    "detail": "API key expired"
  },
  "API_KEY_PAUSED": {
    "status": 401,
    "detail": "API key paused"
  },
  "USER_DISABLED": {
    "status": 401,
    "detail": "The user is disabled"
  },
  "USER_HAS_NO_ROLES": {
    "status": 401,
    "detail": "The user has no roles"
  },
  "USER_UNKNOWN": {
    "status": 403,
    "detail": "The user does not exist"
  },
  "INSUFFICIENT_PERMISSIONS": {
    "status": 403,
    "detail": "Insufficient permissions for operation"
  },
  "IP_NOT_ALLOWED": {
    "status": 403,
    "detail": "The key cannot be used from this address"
  },
  "RATE_LIMITED": {
    "status": 429,
    "detail": "Rate limit exceeded"
  }
} as const;
