import { ConnectionError, LatchkeyError, TimeoutError, UnexpectedAnswerError } from './errors.ts';
import type { CallOptions, LatchkeyOptions } from './options.ts';
import { systemPacing, waitOf } from './pacing.ts';
import { ProblemError } from './problem-error.ts';
import { type Answer, readAnswer } from './read-answer.ts';

/** A call as it goes over the wire. */
export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Whether doing it twice is the same as doing it once. */
  readonly isRepeatable: boolean;
  /** Whether it changes anything. */
  readonly isWrite: boolean;
}

/** Makes calls, each within its time, and again where that can do no harm. */
export class Transport {
  readonly #options: LatchkeyOptions;

  constructor(options: LatchkeyOptions) {
    this.#options = options;
  }

  /** @throws LatchkeyError, or the reason of the call's signal */
  async send(call: Call, options: CallOptions): Promise<Answer> {
    const {
      retries = 3,
      maxWaitMs = 30_000,
      pacing = systemPacing,
    } = { ...this.#options, ...given(options) };
    let mayHaveHappened = false;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#attempt(call, options);
      } catch (error) {
        if (!(error instanceof LatchkeyError)) throw error;
        mayHaveHappened ||= call.isWrite && isInconclusive(error);
        error.mayHaveHappened = mayHaveHappened;
        error.idempotencyKey = call.headers['Idempotency-Key'];
        const waitMs = waitOf(attempt, error instanceof ProblemError ? error.retryAfter : null, pacing);
        if (!call.isRepeatable || attempt >= retries || !isPassing(error) || waitMs > maxWaitMs) throw error;
        await pacing.sleep(waitMs, options.signal);
      }
    }
  }

  async #attempt({ method, url, headers, body }: Call, options: CallOptions): Promise<Answer> {
    const { timeoutMs = 10_000, fetch: ask = fetch } = { ...this.#options, ...given(options) };
    const { signal } = options;
    signal?.throwIfAborted();
    const credential = await this.#credential();
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), timeoutMs);
    try {
      const response = await ask(url, {
        method,
        headers: { ...headers, ...(credential !== null && { Authorization: `Bearer ${credential}` }) },
        ...(body !== undefined && { body }),
        // Elsewhere the credential would be somebody else's.
        redirect: 'manual',
        signal: signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]),
      });
      return await readAnswer(response, credential === null ? [] : [credential]);
    } catch (error) {
      if (error instanceof LatchkeyError) throw error;
      signal?.throwIfAborted();
      // What the platform throws can hold what was sent: nothing of it is told but its code.
      throw timeout.signal.aborted ? new TimeoutError(timeoutMs) : new ConnectionError(reasonOf(error));
    } finally {
      clearTimeout(timer);
    }
  }

  async #credential(): Promise<string | null> {
    const { credential } = this.#options;
    const value = typeof credential === 'function' ? await credential() : credential;
    if (value === undefined) return null;
    if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value))
      throw new TypeError('credential: must be a text of visible ASCII characters without spaces');
    return value;
  }
}

/** Options that are given as `undefined` count as not given. */
function given(options: CallOptions): Partial<CallOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Whether another attempt can end otherwise. */
function isPassing(error: LatchkeyError): boolean {
  if (error instanceof ProblemError) return error.status === 429 || error.status === 503;
  if (error instanceof UnexpectedAnswerError)
    return error.status >= 500 || (error.status >= 200 && error.status < 300);
  return true;
}

/** Whether a write may have been carried out all the same. */
function isInconclusive(error: LatchkeyError): boolean {
  return !(error instanceof ProblemError) || error.status >= 500;
}

function reasonOf(error: unknown): string | null {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  const reason = cause?.code ?? code;
  return typeof reason === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(reason) ? reason : null;
}
