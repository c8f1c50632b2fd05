import { DynamoDbError } from './error.ts';

export interface Pacing {
  readonly now: () => number;
  /** 0 to 1, exclusive. */
  readonly random: () => number;
}

interface Retrying<T> {
  /** Milliseconds since the epoch: the end of the verdict's whole budget, shared by all its calls. */
  readonly deadlineMs: number;
  readonly isRetryable: (error: DynamoDbError) => boolean;
  readonly attempt: () => Promise<T>;
}

const firstPauseMs = 25;
const longestPauseMs = 200;
/** With less time an attempt would only hide, as a timeout, what ailed the one before. */
const leastAttemptMs = 20;
/** More would be a storm, and a clock that stands still never reaches a deadline. */
const maxAttempts = 10;

/**
 * Attempts until one succeeds, with full jitter in between (a pause from nothing to twice the last one's longest).
 *
 * @throws DynamoDbError the last attempt's, where the next would begin too late; `timeout` where none could begin
 */
export async function retryUntil<T>(
  { deadlineMs, isRetryable, attempt }: Retrying<T>,
  { now, random }: Pacing,
): Promise<T> {
  if (!(now() < deadlineMs)) throw new DynamoDbError('timeout', 'no time is left to ask DynamoDB');
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof DynamoDbError) || !isRetryable(error) || attempts >= maxAttempts) throw error;
      const pauseMs = longestPauseAfter(error, attempts) * random();
      if (now() + pauseMs + leastAttemptMs >= deadlineMs) throw error;
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** A server closes a connection that rested for long: the first to meet that need not wait for a new one. */
function longestPauseAfter({ reason }: DynamoDbError, attempts: number): number {
  const needsNone = attempts === 1 && (reason === 'disconnected' || reason === 'credentials');
  return needsNone ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
}
