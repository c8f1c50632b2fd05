import { dayMs } from '../time.ts';
import { parseHttpDate } from './http-date.ts';

/** What came of an attempt. */
export type Answer =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter: string | null }
  | { readonly kind: 'none'; readonly reason: NoAnswer };

/**
 * `lost`: the sender ended before it could say what came of the attempt. `address`: the name leads nowhere, or to an
 * address that is not public, and nothing was sent.
 */
export type NoAnswer = 'timeout' | 'connection' | 'tls' | 'address' | 'refused' | 'lost';

/** What an answer means for the delivery. */
export type Meaning =
  | { readonly kind: 'taken' }
  /** The receiver wants no more: the endpoint is disabled. */
  | { readonly kind: 'gone' }
  /** `waitMs`: what the receiver asks to wait at least, 0 for nothing. */
  | { readonly kind: 'failed'; readonly waitMs: number };

const maxWaitMs = dayMs;
const gone = 410;
const busy: ReadonlySet<number> = new Set([429, 503]);

/**
 * What an answer means. 2xx is taken; 410 says that there is nobody any more; 429 and 503 can ask to wait; all else has
 * failed, redirects too, which are not followed.
 *
 * @param now when it came, milliseconds since the epoch
 */
export function meaningOf(answer: Answer, now: number): Meaning {
  if (answer.kind === 'none') return { kind: 'failed', waitMs: 0 };
  const { status, retryAfter } = answer;
  if (status >= 200 && status < 300) return { kind: 'taken' };
  if (status === gone) return { kind: 'gone' };
  return { kind: 'failed', waitMs: busy.has(status) ? waitOf(retryAfter, now) : 0 };
}

/** Milliseconds to wait by a `Retry-After` (RFC 9110, section 10.2.3), 24 hours at most; 0 for what is none. */
function waitOf(retryAfter: string | null, now: number): number {
  const text = retryAfter?.trim() ?? '';
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : (parseHttpDate(text, now) ?? now) - now;
  return Math.min(Math.max(waitMs, 0), maxWaitMs);
}
