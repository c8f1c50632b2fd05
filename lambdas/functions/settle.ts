import { Problem } from '../domain/problem.ts';
import type { IfMatch } from '../gateway/if-match.ts';
import { type Pacing, untilSettled } from '../store/transaction.ts';

/**
 * Makes attempts at a change until one settles; an attempt reads anew and answers undefined where somebody else
 * was faster. A caller who named the version that they meant is told 412 when time is up, others 409.
 *
 * @throws Problem `PRECONDITION_FAILED` or `CONFLICT`
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
