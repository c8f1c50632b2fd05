import type { Pacing } from './pacing.ts';

export interface LatchkeyOptions {
  /** With `/v1`, such as `https://abc123.execute-api.eu-west-1.amazonaws.com/api/v1`. Plain HTTP is for loopback addresses. */
  readonly baseUrl: string;
  /**
   * An API key, or the access token of a person. A function is asked before every attempt, so that it can renew a token.
   *
   * @default none: `/config`, `/health` and the like are public
   */
  readonly credential?: string | (() => string | Promise<string>);
  /** Milliseconds for an attempt, until the end of its answer. @default 10_000 */
  readonly timeoutMs?: number;
  /** Attempts after the first, of calls that may be repeated. @default 3 */
  readonly retries?: number;
  /** Where `Retry-After` asks for a longer wait than these milliseconds, the refusal is thrown instead. @default 30_000 */
  readonly maxWaitMs?: number;
  /** Pages of one list, after which it is taken for endless. @default 10_000 */
  readonly maxPages?: number;
  /** What becomes of a key whose secret was lost on the way: see `SecretLost`. @default 'throw' */
  readonly onLostSecret?: 'throw' | 'rotate';
  /** @default the platform's */
  readonly fetch?: typeof fetch;
  /** How it waits: for tests. */
  readonly pacing?: Pacing;
}

/** What can be chosen for a single call. */
export interface CallOptions {
  /** Ends the call with its reason. A write may have been carried out then. */
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly retries?: number;
  /** `etagOf(record)`: the version that the change is meant for. Without it the change is made to whatever there is. */
  readonly ifMatch?: string | null;
  /** Names the intent, 64 characters at most. @default a new one for each create, duplicate and rotate */
  readonly idempotencyKey?: string;
  readonly onLostSecret?: 'throw' | 'rotate';
}
