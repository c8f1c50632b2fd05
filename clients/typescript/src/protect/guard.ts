import { headersOf } from '../client/answer-headers.ts';
import type { KnownKeyVerdict, Verdict } from '../generated/api.ts';
import { type ProblemAnswer, problemAnswer, type RefusedCall } from '../problem-answer.ts';
import { refusals } from '../generated/verdicts.ts';
import { findCredential } from './caller-credential.ts';
import { failureAnswer } from './failure.ts';
import type { Named, ProtectOptions } from './protect-options.ts';
import { rateLimitHeaders, retryAfterSeconds } from './rate-limit.ts';
import { hidesKey, shownText } from './shown-text.ts';
import { sourceFinder } from './source-address.ts';
import { VerdictCache } from './verdict-cache.ts';
import { principalFrom, type VerifiedPrincipal } from './verified-principal.ts';

/** A call to the backend, whatever framework it came through. */
export interface IncomingCall {
  readonly method: string;
  /** A query, if there is one, is left out. */
  readonly path: string;
  readonly authorizations: readonly string[];
  readonly apiKeys: readonly string[];
  readonly userAgent: string | null | undefined;
  readonly forwardedFor: string | null | undefined;
  /** Where the connection comes from. */
  readonly peer: string | undefined;
}

export type Admission =
  | {
      readonly kind: 'admitted';
      readonly principal: VerifiedPrincipal;
      /** For the answer. */
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'refused'; readonly answer: ProblemAnswer };

export type Guard<Call extends readonly unknown[]> = (
  incoming: IncomingCall,
  ...call: Call
) => Promise<Admission>;

type Needs = { readonly [Name in 'project' | 'module' | 'environment']?: string };

/**
 * Judges calls by `POST /verify`. Nothing is let through but by a verdict `VALID`.
 *
 * @throws TypeError, RangeError for options that are wrong in themselves
 */
export function createGuard<Call extends readonly unknown[]>(
  options: ProtectOptions<Call>,
  now: () => number = Date.now,
): Guard<Call> {
  const { latchkey, scopes, action, cost, timeoutMs = 3_000 } = options;
  const findSource = sourceFinder(options.trustedProxies ?? []);
  const cache = options.cache === undefined ? null : new VerdictCache<VerifiedPrincipal>(options.cache, now);
  const answer = (refused: RefusedCall, headers: Readonly<Record<string, string>> = {}): Admission => ({
    kind: 'refused',
    answer: problemAnswer(refused, latchkey.baseUrl, { ...options.headers, ...headers }),
  });
  const refuse = (code: keyof typeof refusals) =>
    answer({ ...refusals[code], code, requestId: crypto.randomUUID() });

  return async (incoming, ...call) => {
    const credential = findCredential(incoming.authorizations, incoming.apiKeys);
    if (credential.kind === 'refused') return refuse(credential.code);
    const needs = needsOf(options, call);
    if (needs === null) return refuse('INSUFFICIENT_PERMISSIONS');
    const { key } = credential;
    const sourceIp = findSource(incoming.peer, incoming.forwardedFor);
    const hash = (await cache?.hash([key, sourceIp, needs])) ?? '';
    const known = cache?.get(hash) ?? null;
    if (known !== null) return { kind: 'admitted', principal: known, headers: {} };
    let verdict: Verdict;
    try {
      verdict = await latchkey.verify(
        {
          key,
          ...(scopes !== undefined && { scopes: [...scopes] }),
          ...needs,
          ...(action !== undefined && { action }),
          ...(cost !== undefined && { cost }),
          ...(sourceIp !== null && { sourceIp }),
          request: describe(incoming),
        },
        { timeoutMs },
      );
    } catch (error) {
      const { refused, headers } = failureAnswer(error);
      return answer(refused, headers);
    }
    const headers = headersOf(verdict);
    const requestId = headers?.get('X-Request-Id') ?? crypto.randomUUID();
    // Latchkey's own clock, so that this machine's need not be right.
    const sentAtMs = Date.parse(headers?.get('Date') ?? '') || now();
    if (!isAdmitting(verdict)) return answer(...refusalOf(verdict, requestId, cost ?? 1, sentAtMs));
    const principal = principalFrom(verdict, key);
    if (verdict.rateLimit !== null)
      return { kind: 'admitted', principal, headers: rateLimitHeaders(verdict.rateLimit, sentAtMs) };
    cache?.put(hash, principal, verdict.expiresAt === null ? Infinity : Date.parse(verdict.expiresAt));
    return { kind: 'admitted', principal, headers: {} };
  };
}

/** Null where what stands in the call is no name: nobody has rights there. */
function needsOf<Call extends readonly unknown[]>(options: ProtectOptions<Call>, call: Call): Needs | null {
  const needs: Record<string, string> = {};
  for (const name of ['project', 'module', 'environment'] as const) {
    const chosen: Named<Call> | undefined = options[name];
    if (chosen === undefined) continue;
    const value = typeof chosen === 'function' ? chosen(...call) : chosen;
    const isName =
      value !== undefined && /^(?!__proto__$)[A-Za-z0-9._-]{1,128}$/.test(value) && !hidesKey(value);
    if (value === undefined || (typeof chosen === 'function' && !isName)) return null;
    needs[name] = value;
  }
  return needs;
}

function describe({ method, path, userAgent }: IncomingCall) {
  return {
    method: shownText(method, 16),
    path: shownText(path.replace(/[?#].*$/s, ''), 1_024),
    ...(userAgent ? { userAgent: shownText(userAgent, 1_024) } : {}),
  };
}

/** Every one of these: an answer that is not what it should be lets nobody in. */
function isAdmitting(verdict: Verdict): verdict is KnownKeyVerdict {
  return (
    verdict.valid === true && // oxlint-disable-line typescript/no-unnecessary-boolean-literal-compare -- it came over the wire
    verdict.code === 'VALID' &&
    typeof verdict.apiKeyId === 'string' &&
    typeof verdict.userId === 'string' &&
    verdict.rateLimit !== undefined &&
    verdict.expiresAt !== undefined
  );
}

function refusalOf(
  verdict: Verdict,
  requestId: string,
  cost: number,
  nowMs: number,
): [RefusedCall, Record<string, string>] {
  const { code } = verdict;
  const known = Object.hasOwn(refusals, code) ? refusals[code as keyof typeof refusals] : null;
  // A code of a newer Latchkey is a refusal too; `VALID` with the rest missing is no answer.
  if (known === null && code === 'VALID') return [{ ...unavailable, requestId }, { 'Retry-After': '1' }];
  const refused = { ...(known ?? { status: 403, detail: 'The call is refused' }), code, requestId } as const;
  if (!('apiKeyId' in verdict)) return [refused, {}];
  const { missingScopes, missingAccessRights, rateLimit } = verdict;
  const limits = rateLimit
    ? {
        ...rateLimitHeaders(rateLimit, nowMs),
        ...(code === 'RATE_LIMITED' && { 'Retry-After': String(retryAfterSeconds(rateLimit, cost, nowMs)) }),
      }
    : {};
  return [{ ...refused, missingScopes, ...(missingAccessRights && { missingAccessRights }) }, limits];
}

const unavailable = {
  status: 503,
  code: 'UNAVAILABLE',
  detail: 'A dependency is unavailable; try again shortly',
} as const;
