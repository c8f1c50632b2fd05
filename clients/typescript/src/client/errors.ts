/** What every error of this package is. None of them has a secret in it, nor an error of another's as its `cause`. */
export class LatchkeyError extends Error {
  /**
   * Whether a write may have been carried out although its answer was lost. `false`: it was not.
   */
  mayHaveHappened = false;
  /** The Idempotency-Key of the call: with it, the same call again does nothing twice, and tells what became of it. */
  idempotencyKey: string | undefined;

  constructor(message: string, name: string) {
    super(message);
    Object.defineProperty(this, 'name', { value: name, configurable: true, writable: true });
  }
}

/** There was no answer, or only a part of one: refused, reset, not resolved. */
export class ConnectionError extends LatchkeyError {
  /** Such as `ECONNRESET`, where the platform tells. */
  readonly reason: string | null;

  constructor(reason: string | null) {
    super(`There is no answer from Latchkey${reason === null ? '' : ` (${reason})`}`, 'ConnectionError');
    this.reason = reason;
  }
}

/** The whole answer did not come in time. */
export class TimeoutError extends LatchkeyError {
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`Latchkey has not answered within ${timeoutMs} ms`, 'TimeoutError');
    this.timeoutMs = timeoutMs;
  }
}

/** What came is no answer of Latchkey's: a page of a proxy, a redirect, broken JSON, a list without end. */
export class UnexpectedAnswerError extends LatchkeyError {
  readonly status: number;
  readonly requestId: string | null;

  constructor(what: string, status: number, requestId: string | null) {
    super(`Latchkey's answer with status ${status} ${what}`, 'UnexpectedAnswerError');
    this.status = status;
    this.requestId = requestId;
  }
}
