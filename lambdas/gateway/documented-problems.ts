import type { ProblemName } from '../contract/codes.ts';
import type { Route } from '../contract/routes.ts';
import type { Definition } from './operation.ts';

const ofEveryRequest = ['INVALID', 'TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'INTERNAL', 'UNAVAILABLE'] as const;

const ofEveryCaller = [
  'UNAUTHENTICATED',
  'TOKEN_INVALID',
  'API_KEY_INVALID',
  'API_KEY_EXPIRED',
  'API_KEY_PAUSED',
  'USER_DISABLED',
  'USER_HAS_NO_ROLES',
  'USER_UNKNOWN',
  'personDisabled',
  'personWithoutRoles',
  'IP_NOT_ALLOWED',
  'RATE_LIMITED',
] as const;

/** Every problem that an operation can answer with. */
export function problemsOf(
  { access, path, scopes, endUserKeys }: Route,
  { problems = [], changes, replays }: Definition,
): ReadonlySet<ProblemName> {
  return new Set<ProblemName>([
    ...ofEveryRequest,
    ...(access === 'public' ? [] : ofEveryCaller),
    ...(endUserKeys ? [] : (['END_USER_KEY'] as const)),
    ...(scopes.length === 0 ? [] : (['INSUFFICIENT_PERMISSIONS'] as const)),
    ...(path.includes('{') ? (['NOT_FOUND'] as const) : []),
    ...(changes ? (['PRECONDITION_FAILED'] as const) : []),
    // Who may no longer see the key of a first attempt gets NOT_FOUND.
    ...(replays ? (['NOT_FOUND', 'CONFLICT', 'IDEMPOTENCY_CONFLICT'] as const) : []),
    ...problems,
  ]);
}
