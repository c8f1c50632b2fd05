import { Problem } from '../domain/problem.ts';
import type { IfMatch } from '../gateway/if-match.ts';
import { type Pacing, untilSettled } from '../store/transaction.ts';

/**
 * Attempts a change until it settles. An attempt reads anew, and gives undefined where another was faster.
 *
 * @throws Problem `CONFLICT` when time is up, or `PRECONDITION_FAILED` where the caller sent If-Match
 */
export async function settle<T>(
  pacing: Pacing,
  ifMatch: IfMatch,
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  const result = await untilSettled(pacing, attempt);
  if (result !== undefined) return result;
  throw new Problem(ifMatch === null ? 'CONFLICT' : 'PRECONDITION_FAILED');
}
