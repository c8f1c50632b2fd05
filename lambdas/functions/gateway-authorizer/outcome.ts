import { type ForeignContext, type ForeignDenyContext, untold } from '../../contract/foreign-context.ts';
import { foreignRefusals, refusals } from '../../contract/verdicts.ts';
import type { ForeignVerdict } from '../../verdict/index.ts';
import { contextOf, withheld } from '../authorizer/policy.ts';

/** What becomes of a call. */
export type Outcome =
  | {
      readonly kind: 'allow';
      readonly principalId: string;
      readonly context: ForeignContext;
      /** What `protect()` in the backend answers with; null where the call is let through. */
      readonly status: number | null;
    }
  /** Answered by the gateway, always with this status. */
  | { readonly kind: 'deny'; readonly context: ForeignDenyContext; readonly status: 403 }
  /** Thrown, which the gateway of a REST API answers with a static body. */
  | { readonly kind: 'unauthorized'; readonly context: ForeignDenyContext; readonly status: 401 };

const details = { ...refusals, ...foreignRefusals };

/**
 * What an API's enforcement makes of a verdict. A refusal is a Deny, but for a caller who is not authenticated where the
 * API wants 401, for one who is where its backend answers, and for APIs that are only observed. Calls to stages and routes
 * that are not registered never reach a backend, unless the API is observed.
 *
 * @param decidedAtMs milliseconds since the epoch
 * @param canBe401 whether the gateway knows another refusal than 403; those of HTTP APIs do not
 */
export function outcomeOf(verdict: ForeignVerdict, decidedAtMs: number, canBe401: boolean): Outcome {
  const { code, registration, matched } = verdict;
  const enforcement = registration?.enforcement ?? 'deny';
  const status = statusOf(verdict);
  const principalId = verdict.caller?.userId ?? 'anonymous';
  const allowed = (passing: number | null): Outcome => {
    const route = matched === null ? '' : `${matched.route.method} ${matched.route.path}`;
    const place = { api: registration?.name ?? '', route, enforcement };
    const context = contextOfAll(callerContext(verdict, decidedAtMs), refusalOf(verdict), place);
    return { kind: 'allow', principalId, context, status: passing };
  };
  if (code === 'VALID' || enforcement === 'observe') return allowed(null);
  if (status === 401 && registration?.unauthenticated === '401' && canBe401)
    return { kind: 'unauthorized', context: refusalOf(verdict), status };
  if (status !== 401 && enforcement === 'middleware' && matched !== null) return allowed(status);
  return { kind: 'deny', context: refusalOf(verdict), status: 403 };
}

/** A call to an API that is only observed, while nothing can be known of it. */
export function unjudged(api: string): Outcome {
  const refusal = {
    code: 'UNAVAILABLE',
    message: '',
    missingScopes: '[]',
    missingAccessRights: '{}',
    retryAfter: '',
  } as const;
  const context = contextOfAll(nobody, refusal, { api, route: '', enforcement: 'observe' });
  return { kind: 'allow', principalId: 'anonymous', context, status: null };
}

const noRefusal = {
  code: 'VALID',
  message: '',
  missingScopes: '[]',
  missingAccessRights: '{}',
  retryAfter: '',
} as const;

function refusalOf({ code, missing, rateLimit }: ForeignVerdict): ForeignDenyContext {
  if (code === 'VALID') return noRefusal;
  const retryAfterMs = code === 'RATE_LIMITED' ? rateLimit?.retryAfterMs : undefined;
  return {
    code,
    message: details[code].detail,
    missingScopes: JSON.stringify(missing?.scopes ?? []),
    missingAccessRights: JSON.stringify(missing?.accessRights ?? {}),
    retryAfter: retryAfterMs === undefined ? '' : String(Math.ceil(retryAfterMs / 1_000)),
  };
}

const nobody = {
  via: '',
  userId: '',
  roles: '[]',
  scopes: '[]',
  accessRights: '{}',
  apiKeyId: '',
  keyPrefix: '',
  apiKeyName: '',
  apiKeyType: '',
  apiKeyExpiresAt: '',
  rateLimit: '',
  rateLimitTier: '',
  rateLimitRemaining: '',
  rateLimitResetMs: '',
  rateLimitRetryAfterMs: '',
} as const;

/** Member by member: spreading several objects into one costs microseconds in every call. */
function contextOfAll(
  caller: ReturnType<typeof callerContext>,
  { code, message, missingScopes, missingAccessRights, retryAfter }: ForeignDenyContext,
  { api, route, enforcement }: Pick<ForeignContext, 'api' | 'route' | 'enforcement'>,
): ForeignContext {
  return {
    ...caller,
    code,
    message,
    missingScopes,
    missingAccessRights,
    retryAfter,
    api,
    route,
    enforcement,
    // A mapping from '' sets no header, so that one of the client's could pass.
    toldUser: caller.userId || untold,
    toldKeyId: caller.apiKeyId || untold,
  };
}

/** Backends learn nothing of who is not authenticated, and of who is refused only who it is. */
function callerContext(verdict: ForeignVerdict, decidedAtMs: number) {
  const { code, caller, permissions, rateLimit } = verdict;
  if (caller === null || statusOf(verdict) === 401) return nobody;
  const { userId, roles, credential, keyPrefix } = caller;
  const known = contextOf({
    code: 'VALID',
    userId,
    roles,
    permissions,
    credential,
    keyPrefix,
    rateLimit,
    decidedAtMs,
  });
  return code === 'VALID' ? known : { ...known, ...withheld };
}

/** The status of a refusal where it can be told exactly; a person who has signed in is authenticated, whatever they are. */
function statusOf({ code, caller }: ForeignVerdict): number {
  if (code === 'VALID') return 200;
  const isPerson = caller !== null && caller.credential === null;
  return isPerson ? 403 : details[code].status;
}
