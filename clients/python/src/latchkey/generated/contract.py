# Written by `npm run client:python-types` from the API of this repository.
"""Facts of the API."""
from __future__ import annotations

from typing import Dict, FrozenSet, Tuple

version = "0.1.0"

# Calls that take an Idempotency-Key.
replayable: FrozenSet[str] = frozenset({
    "POST /api-keys",
    "POST /api-keys/{id}/rotate",
    "POST /api-keys/{id}/duplicate",
})

titles: Dict[int, str] = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    412: "Precondition Failed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}

# Status and detail of what a verdict refuses with.
refusals: Dict[str, Tuple[int, str]] = {
    "UNAUTHENTICATED": (401, "Send exactly one credential"),
    "TOKEN_INVALID": (401, "The access token is not valid"),
    "API_KEY_INVALID": (401, "API key invalid"),
    "API_KEY_EXPIRED": (401, "API key expired"),
    "API_KEY_PAUSED": (401, "API key paused"),
    "USER_DISABLED": (401, "The user is disabled"),
    "USER_HAS_NO_ROLES": (401, "The user has no roles"),
    "USER_UNKNOWN": (403, "The user does not exist"),
    "INSUFFICIENT_PERMISSIONS": (403, "Insufficient permissions for operation"),
    "IP_NOT_ALLOWED": (403, "The key cannot be used from this address"),
    "RATE_LIMITED": (429, "Rate limit exceeded"),
}
