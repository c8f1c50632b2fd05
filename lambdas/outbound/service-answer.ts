import type { Answer } from '../domain/webhooks/answer.ts';

const taken: Answer = { kind: 'status', status: 200, retryAfter: null };
const refused: Answer = { kind: 'none', reason: 'refused' };

/** Names of errors by which the SDK says that nothing has answered. */
const silent: ReadonlySet<string> = new Set(['AbortError', 'TimeoutError']);

/**
 * What came of handing a message to a service of AWS.
 *
 * @param send true where the service has taken it
 */
export async function serviceAnswer(signal: AbortSignal, send: () => Promise<boolean>): Promise<Answer> {
  try {
    return (await send()) ? taken : refused;
  } catch (error) {
    if (signal.aborted || (error instanceof Error && silent.has(error.name))) {
      return { kind: 'none', reason: 'timeout' };
    }
    const hasAnswered = error instanceof Error && '$response' in error && error.$response !== undefined;
    return hasAnswered ? refused : { kind: 'none', reason: 'connection' };
  }
}
