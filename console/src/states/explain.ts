import { ConnectionError, ProblemError, TimeoutError, UnexpectedAnswerError } from '@latchkey/client';
import { texts } from '../texts/texts.ts';

export interface Explanation {
  readonly title: string;
  readonly detail: string;
  /** For questions to the operator; null where there is none. */
  readonly requestId: string | null;
  /** Seconds until another attempt makes sense; 0 for at once. */
  readonly retryAfterSeconds: number;
}

/** What has gone wrong, in plain words. */
export function explain(error: unknown): Explanation {
  const { errors } = texts;
  const plain = (title: string, detail: string) => ({ title, detail, requestId: null, retryAfterSeconds: 0 });
  if (error instanceof ProblemError) {
    const [title, detail] = wordsFor(error);
    return { title, detail, requestId: error.requestId, retryAfterSeconds: error.retryAfter ?? 0 };
  }
  if (error instanceof ConnectionError || error instanceof TimeoutError) {
    const title = error instanceof TimeoutError ? errors.timeout : errors.connection;
    return plain(title, error.mayHaveHappened ? errors.connectionUnknown : errors.connectionDetail);
  }
  if (error instanceof UnexpectedAnswerError) {
    return { ...plain(errors.unexpected, errors.unexpectedDetail), requestId: error.requestId };
  }
  return plain(texts.states.broken, texts.states.brokenDetail);
}

function wordsFor(error: ProblemError): [title: string, detail: string] {
  const { errors } = texts;
  if (error.status === 403) {
    const scopes = error.missingScopes.join(', ');
    return [errors.forbidden, scopes === '' ? error.message : errors.missingScopes(scopes)];
  }
  if (error.status === 404) return [errors.notFound, errors.notFoundDetail];
  if (error.status === 412) return [errors.changed, errors.changedDetail];
  if (error.status === 429) return [errors.rateLimited, errors.rateLimitedDetail];
  if (error.status === 503) return [errors.unavailable, errors.rateLimitedDetail];
  if (error.status >= 500) return [errors.failed, errors.failedDetail];
  return [errors.refused, error.message];
}

/** Whether the same can succeed later: what is refused for good is not offered again. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ProblemError) return error.status === 429 || error.status >= 500;
  return error instanceof ConnectionError || error instanceof TimeoutError;
}
