// Written by `npm run client:types` from the API of this repository.
import { ProblemError } from '../client/problem-error.ts';

export class UnauthenticatedError extends ProblemError {}
export class TokenInvalidError extends ProblemError {}
export class ApiKeyInvalidError extends ProblemError {}
export class ApiKeyExpiredError extends ProblemError {}
export class ApiKeyPausedError extends ProblemError {}
export class UserDisabledError extends ProblemError {}
export class UserHasNoRolesError extends ProblemError {}
export class UserUnknownError extends ProblemError {}
export class InsufficientPermissionsError extends ProblemError {}
export class IpNotAllowedError extends ProblemError {}
export class RateLimitedError extends ProblemError {}
export class ApiUnknownError extends ProblemError {}
export class RouteUnknownError extends ProblemError {}
export class InvalidError extends ProblemError {}
export class EndUserKeyError extends ProblemError {}
export class NotFoundError extends ProblemError {}
export class NameTakenError extends ProblemError {}
export class ConflictError extends ProblemError {}
export class IdempotencyConflictError extends ProblemError {}
export class InUseError extends ProblemError {}
export class PreconditionFailedError extends ProblemError {}
export class TooLargeError extends ProblemError {}
export class UnsupportedMediaTypeError extends ProblemError {}
export class InternalError extends ProblemError {}
export class UnavailableError extends ProblemError {}

export const problemErrors: Readonly<Record<string, typeof ProblemError>> = {
  UNAUTHENTICATED: UnauthenticatedError,
  TOKEN_INVALID: TokenInvalidError,
  API_KEY_INVALID: ApiKeyInvalidError,
  API_KEY_EXPIRED: ApiKeyExpiredError,
  API_KEY_PAUSED: ApiKeyPausedError,
  USER_DISABLED: UserDisabledError,
  USER_HAS_NO_ROLES: UserHasNoRolesError,
  USER_UNKNOWN: UserUnknownError,
  INSUFFICIENT_PERMISSIONS: InsufficientPermissionsError,
  IP_NOT_ALLOWED: IpNotAllowedError,
  RATE_LIMITED: RateLimitedError,
  API_UNKNOWN: ApiUnknownError,
  ROUTE_UNKNOWN: RouteUnknownError,
  INVALID: InvalidError,
  END_USER_KEY: EndUserKeyError,
  NOT_FOUND: NotFoundError,
  NAME_TAKEN: NameTakenError,
  CONFLICT: ConflictError,
  IDEMPOTENCY_CONFLICT: IdempotencyConflictError,
  IN_USE: InUseError,
  PRECONDITION_FAILED: PreconditionFailedError,
  TOO_LARGE: TooLargeError,
  UNSUPPORTED_MEDIA_TYPE: UnsupportedMediaTypeError,
  INTERNAL: InternalError,
  UNAVAILABLE: UnavailableError,
};
