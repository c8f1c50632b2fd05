# Written by `npm run client:python-types` from the API of this repository.
"""An error for each code."""
from __future__ import annotations

from typing import Dict, Type

from .._errors import ProblemError


class UnauthenticatedError(ProblemError):
    """`UNAUTHENTICATED`."""


class TokenInvalidError(ProblemError):
    """`TOKEN_INVALID`."""


class ApiKeyInvalidError(ProblemError):
    """`API_KEY_INVALID`."""


class ApiKeyExpiredError(ProblemError):
    """`API_KEY_EXPIRED`."""


class ApiKeyPausedError(ProblemError):
    """`API_KEY_PAUSED`."""


class UserDisabledError(ProblemError):
    """`USER_DISABLED`."""


class UserHasNoRolesError(ProblemError):
    """`USER_HAS_NO_ROLES`."""


class UserUnknownError(ProblemError):
    """`USER_UNKNOWN`."""


class InsufficientPermissionsError(ProblemError):
    """`INSUFFICIENT_PERMISSIONS`."""


class IpNotAllowedError(ProblemError):
    """`IP_NOT_ALLOWED`."""


class RateLimitedError(ProblemError):
    """`RATE_LIMITED`."""


class ApiUnknownError(ProblemError):
    """`API_UNKNOWN`."""


class RouteUnknownError(ProblemError):
    """`ROUTE_UNKNOWN`."""


class InvalidError(ProblemError):
    """`INVALID`."""


class EndUserKeyError(ProblemError):
    """`END_USER_KEY`."""


class NotFoundError(ProblemError):
    """`NOT_FOUND`."""


class NameTakenError(ProblemError):
    """`NAME_TAKEN`."""


class ConflictError(ProblemError):
    """`CONFLICT`."""


class IdempotencyConflictError(ProblemError):
    """`IDEMPOTENCY_CONFLICT`."""


class InUseError(ProblemError):
    """`IN_USE`."""


class PreconditionFailedError(ProblemError):
    """`PRECONDITION_FAILED`."""


class TooLargeError(ProblemError):
    """`TOO_LARGE`."""


class UnsupportedMediaTypeError(ProblemError):
    """`UNSUPPORTED_MEDIA_TYPE`."""


class InternalError(ProblemError):
    """`INTERNAL`."""


class UnavailableError(ProblemError):
    """`UNAVAILABLE`."""


problem_errors: Dict[str, Type[ProblemError]] = {
    "UNAUTHENTICATED": UnauthenticatedError,
    "TOKEN_INVALID": TokenInvalidError,
    "API_KEY_INVALID": ApiKeyInvalidError,
    "API_KEY_EXPIRED": ApiKeyExpiredError,
    "API_KEY_PAUSED": ApiKeyPausedError,
    "USER_DISABLED": UserDisabledError,
    "USER_HAS_NO_ROLES": UserHasNoRolesError,
    "USER_UNKNOWN": UserUnknownError,
    "INSUFFICIENT_PERMISSIONS": InsufficientPermissionsError,
    "IP_NOT_ALLOWED": IpNotAllowedError,
    "RATE_LIMITED": RateLimitedError,
    "API_UNKNOWN": ApiUnknownError,
    "ROUTE_UNKNOWN": RouteUnknownError,
    "INVALID": InvalidError,
    "END_USER_KEY": EndUserKeyError,
    "NOT_FOUND": NotFoundError,
    "NAME_TAKEN": NameTakenError,
    "CONFLICT": ConflictError,
    "IDEMPOTENCY_CONFLICT": IdempotencyConflictError,
    "IN_USE": InUseError,
    "PRECONDITION_FAILED": PreconditionFailedError,
    "TOO_LARGE": TooLargeError,
    "UNSUPPORTED_MEDIA_TYPE": UnsupportedMediaTypeError,
    "INTERNAL": InternalError,
    "UNAVAILABLE": UnavailableError,
}

__all__ = [
    "UnauthenticatedError",
    "TokenInvalidError",
    "ApiKeyInvalidError",
    "ApiKeyExpiredError",
    "ApiKeyPausedError",
    "UserDisabledError",
    "UserHasNoRolesError",
    "UserUnknownError",
    "InsufficientPermissionsError",
    "IpNotAllowedError",
    "RateLimitedError",
    "ApiUnknownError",
    "RouteUnknownError",
    "InvalidError",
    "EndUserKeyError",
    "NotFoundError",
    "NameTakenError",
    "ConflictError",
    "IdempotencyConflictError",
    "InUseError",
    "PreconditionFailedError",
    "TooLargeError",
    "UnsupportedMediaTypeError",
    "InternalError",
    "UnavailableError",
]
