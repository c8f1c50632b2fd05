import type { ProblemCode } from '../../contract/codes.ts';

export interface ProblemText {
  readonly meaning: string;
  readonly remedy: string;
  /** Whether it helps to send the same again. */
  readonly retry: string;
}

const refusedAgain = 'No: the same request is refused again until that has been done.';
const laterAgain = 'Yes, after the seconds of `Retry-After`.';

export const problemTexts: Readonly<Record<ProblemCode, ProblemText>> = {
  INVALID: {
    meaning: 'The request has fields that are missing, unknown or wrong; `errors` names them.',
    remedy: 'Mend the fields, and send the request again.',
    retry: refusedAgain,
  },
  UNAUTHENTICATED: {
    meaning: 'The request came with no credential, or with more than one.',
    remedy:
      'Send exactly one: `Authorization: Bearer`, `Authorization: ApiToken` or `X-Api-Key`. The same one twice is two.',
    retry: refusedAgain,
  },
  TOKEN_INVALID: {
    meaning: 'The access token has expired, or was issued for another API or by somebody else.',
    remedy: 'Sign in again, and send the access token, not the ID token.',
    retry: refusedAgain,
  },
  API_KEY_INVALID: {
    meaning: 'Nobody has this key: it was mistyped, deleted, or replaced by a rotation.',
    remedy: 'Check that the whole key was sent. If it was, ask its owner for the current one.',
    retry: refusedAgain,
  },
  API_KEY_EXPIRED: {
    meaning: 'The key has reached its expiration.',
    remedy: 'Have its expiration extended, rotate it with a new one, or create another key.',
    retry: refusedAgain,
  },
  API_KEY_PAUSED: {
    meaning: 'Somebody has paused the key.',
    remedy: 'Have it resumed, by its owner or a manager of keys; what a manager has paused, managers resume.',
    retry: refusedAgain,
  },
  USER_DISABLED: {
    meaning:
      'The user is disabled: the one who calls (403), whose key calls (401), or whom a new key would be for (400).',
    remedy: 'Have an administrator enable the user, or choose another for the key.',
    retry: refusedAgain,
  },
  USER_HAS_NO_ROLES: {
    meaning:
      'The user has no role, and so may do nothing: the caller (403, or 401 with a key), or the user of a new key (400).',
    remedy: 'Have an administrator give the user a role.',
    retry: refusedAgain,
  },
  USER_UNKNOWN: {
    meaning:
      'There is no such user: the person who signed in (403), or the one whom a new key would be for (400).',
    remedy: 'Have an administrator create the user, or correct `userId`.',
    retry: refusedAgain,
  },
  INSUFFICIENT_PERMISSIONS: {
    meaning: 'The caller may not do this, or would give what they do not have.',
    remedy: 'Ask for what `missingScopes` and `missingAccessRights` name, or ask for less.',
    retry: refusedAgain,
  },
  END_USER_KEY: {
    meaning: 'A key of type `end-user` was used on a route of this API other than /me, /scopes and /verify.',
    remedy:
      'Use a key of type `admin`: create one with `"type": "admin"`, or have the type of this one changed by its owner ' +
      'or a manager of keys. An `end-user` key is meant for the APIs that it protects.',
    retry: refusedAgain,
  },
  IP_NOT_ALLOWED: {
    meaning: 'The key is bound to addresses, and the call came from another.',
    remedy: 'Call from an allowed address, or have `allowedIps` of the key changed.',
    retry: refusedAgain,
  },
  API_UNKNOWN: {
    meaning: 'The call was made to an API, or to a stage of one, that nobody has registered here.',
    remedy: 'Have its owner register the stage with `POST /apis`; it is protected within ten seconds.',
    retry: 'Not before it is registered; after that, in ten seconds.',
  },
  ROUTE_UNKNOWN: {
    meaning:
      'The API is protected, and the call was made to a route that its owner has not registered, or with a path that ' +
      'could be read in two ways.',
    remedy: 'Check method and path, and send the path without dots, backslashes and double encoding.',
    retry: 'Not before it is registered; after that, in ten seconds.',
  },
  NOT_FOUND: {
    meaning: 'There is no such route or resource, or the caller may not see it.',
    remedy: 'Check path, method and id, and whether the credential is the one that may see it.',
    retry: refusedAgain,
  },
  NAME_TAKEN: {
    meaning: 'Another has this name; names are compared without regard to case.',
    remedy: 'Choose another name.',
    retry: refusedAgain,
  },
  CONFLICT: {
    meaning: 'The state does not allow the change; `detail` says why.',
    remedy: 'Read the resource, and try again if the change still makes sense.',
    retry:
      'Yes, after reading the resource anew, where another change came in between; no, where its state is what forbids it.',
  },
  IDEMPOTENCY_CONFLICT: {
    meaning: 'The `Idempotency-Key` was used within 24 hours for a request with another body.',
    remedy: 'Use a new `Idempotency-Key` for a new request.',
    retry: refusedAgain,
  },
  IN_USE: {
    meaning: 'Something depends on what was to be deleted: keys on a user, users on a role.',
    remedy: 'Remove what depends on it first. Expired keys count as long as they are listed.',
    retry: refusedAgain,
  },
  PRECONDITION_FAILED: {
    meaning: 'The resource has changed since the version that `If-Match` names.',
    remedy: 'Read it again, and make the change to the version that it has now.',
    retry: 'Yes, after reading the resource anew, with the `ETag` that it has now.',
  },
  TOO_LARGE: { meaning: 'The body has 64 KB or more.', remedy: 'Send less.', retry: refusedAgain },
  UNSUPPORTED_MEDIA_TYPE: {
    meaning: 'The body has another type than JSON, or another encoding than UTF-8.',
    remedy: 'Send JSON, with `Content-Type: application/json`.',
    retry: refusedAgain,
  },
  RATE_LIMITED: {
    meaning: 'The key has used up its calls of this minute, or a webhook was tried or replayed too often.',
    remedy: 'Wait for the seconds of `Retry-After`, or ask for a larger tier.',
    retry: laterAgain,
  },
  INTERNAL: {
    meaning: 'The service has failed.',
    remedy: 'Try again; if it stays, give the operator the `requestId`.',
    retry: 'Yes, once. A write may have been carried out all the same: look before it is sent again.',
  },
  UNAVAILABLE: {
    meaning:
      'Something that the service depends on did not answer in time, there are too many calls, or others were changing ' +
      'the same for seconds.',
    remedy: 'Try again after the seconds of `Retry-After`.',
    retry: laterAgain,
  },
};
