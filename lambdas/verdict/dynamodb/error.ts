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
}

/** The deployment or the request is wrong, and stays wrong until somebody mends it. */
const lasting: ReadonlySet<FailureReason> = new Set(['misconfigured', 'refused', 'too-large']);

/** A call that brought no answer. It tells nothing of the request, of the answer or of the credentials. */
export class DynamoDbError extends Error {
  override readonly name = 'DynamoDbError';
  readonly reason: FailureReason;
  readonly type: string | null;

  constructor(reason: FailureReason, message: string, options: FailureOptions = {}) {
    super(message, options);
    this.reason = reason;
    this.type = options.type ?? null;
  }

  /** True where the same call may succeed a little later. */
  get isPassing(): boolean {
    return !lasting.has(this.reason);
  }
}

/** @param cause what the system says about it */
export function unreachable(cause?: Error): DynamoDbError {
  return new DynamoDbError('unreachable', 'DynamoDB takes no connection', { cause });
}

/** @param what which part of the answer; never what it holds */
export function malformed(what: string): DynamoDbError {
  return new DynamoDbError('malformed', `DynamoDB's answer is malformed: ${what}`);
}
