/** Why a call to DynamoDB came to nothing. */
export type FailureReason =
  /** What the environment says cannot be worked with. */
  | 'misconfigured'
  /** No connection could be opened: not a byte of the request has left. */
  | 'unreachable'
  /** The connection was lost after the request had been handed to it. */
  | 'disconnected'
  /** No answer in time. */
  | 'timeout'
  /** What came back is not an answer of DynamoDB's, or not all of it. */
  | 'malformed'
  | 'too-large'
  /** DynamoDB's own fault (5xx). */
  | 'unavailable'
  /** More than the table or the account may take just now; keys left unprocessed as well. */
  | 'throttled'
  /** A transaction holds the item. */
  | 'conflict'
  /** The credentials are not, or no longer, known. */
  | 'credentials'
  /** Any other refusal: the request, the table or the permissions are wrong, and stay wrong. */
  | 'refused';

export interface FailureOptions {
  /** Must not carry contents of items or requests: errors end in logs. */
  readonly cause?: unknown;
  /** DynamoDB's name for it, `ValidationException` for example. */
  readonly type?: string | null;
  /** What AWS support asks for. */
  readonly requestId?: string | null;
}

/** Failures after which a request that changes something has certainly changed nothing. */
const withoutEffect: ReadonlySet<FailureReason> = new Set([
  'misconfigured',
  'unreachable',
  'throttled',
  'conflict',
  'credentials',
  'refused',
]);

/** A call that brought no answer. It tells nothing of the request, of the answer or of the credentials. */
export class DynamoDbError extends Error {
  override readonly name = 'DynamoDbError';
  readonly reason: FailureReason;
  readonly type: string | null;
  readonly requestId: string | null;

  constructor(reason: FailureReason, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.reason = reason;
    this.type = options.type ?? null;
    this.requestId = options.requestId ?? null;
  }

  /** True where DynamoDB has certainly not done what it was asked for; false where nobody knows. */
  get isWithoutEffect(): boolean {
    return withoutEffect.has(this.reason);
  }

  /** False where the deployment is wrong, and the same call will fail until somebody mends it. */
  get isPassing(): boolean {
    return this.reason !== 'misconfigured' && this.reason !== 'refused';
  }
}

/** @param what which part of the answer; never what it holds */
export function malformed(what: string): DynamoDbError {
  return new DynamoDbError('malformed', `DynamoDB's answer is malformed: ${what}`);
}
