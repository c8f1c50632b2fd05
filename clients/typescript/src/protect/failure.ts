import { LatchkeyError } from '../client/errors.ts';
import { ProblemError } from '../client/problem-error.ts';
import type { RefusedCall } from '../problem-answer.ts';
import { refusals } from '../generated/verdicts.ts';

/** What a caller is answered where there is no verdict, and with which headers. */
export interface Failure {
  readonly refused: RefusedCall;
  readonly headers: Record<string, string>;
}

/**
 * 503 where Latchkey does not answer, or not this service. 500, and a line in the log, where what it asks is wrong: its own
 * credential for instance, which no attempt of the caller's makes right. 429 where the call costs more than the key's limit.
 */
export function failureAnswer(error: unknown): Failure {
  const requestId = (error instanceof ProblemError && error.requestId) || crypto.randomUUID();
  if (!(error instanceof ProblemError)) {
    const what = error instanceof LatchkeyError ? error.message : `${nameOf(error)} was thrown`;
    return unavailable(requestId, null, what);
  }
  if (error.errors.some(({ field }) => field === 'cost'))
    return { refused: { ...refusals.RATE_LIMITED, code: 'RATE_LIMITED', requestId }, headers: {} };
  if (error.status >= 500 || error.status === 429)
    return unavailable(requestId, error.retryAfter, error.message);
  console.error(
    `Latchkey refuses to verify for this service: ${error.code}, ${error.message} (${requestId})`,
  );
  const detail = 'The request could not be processed';
  return { refused: { status: 500, code: 'INTERNAL', detail, requestId }, headers: {} };
}

function unavailable(requestId: string, retryAfter: number | null, what: string): Failure {
  console.error(`A call was refused, since there is no verdict: ${what} (${requestId})`);
  const detail = 'A dependency is unavailable; try again shortly';
  return {
    refused: { status: 503, code: 'UNAVAILABLE', detail, requestId },
    headers: { 'Retry-After': String(retryAfter ?? 1) },
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
