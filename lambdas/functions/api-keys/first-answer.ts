import type * as z from 'zod';
import { type Caller, isManager } from '../../domain/keys/giving.ts';
import { type Attempt, attemptOf, type FirstAnswer } from '../../domain/keys/idempotency.ts';
import { Problem } from '../../domain/problem.ts';
import type { Presented } from '../../gateway/operation.ts';
import type { ApiRequest } from '../../gateway/request.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import type { apiKey } from './schemas.ts';

/** A minted key as it was answered; the secret is added for the first answer, and for that alone. */
export interface MintedAnswer {
  readonly body: Presented<z.output<typeof apiKey>>;
  readonly headers: Readonly<Record<'ETag' | 'Location', string>>;
}

/** The attempt that the caller has named by an `Idempotency-Key`; null where they have not. */
export function nameAttempt(
  request: ApiRequest<unknown, unknown>,
  { userId, apiKeyId }: Caller,
): Attempt | null {
  const { operationId, idempotencyKey, pathParameters, body } = request;
  if (idempotencyKey === null) return null;
  const targetId = pathParameters['id'] ?? null;
  return attemptOf({ userId, apiKeyId, operationId, targetId, idempotencyKey, body });
}

/**
 * The answer that the attempt was given first: who tries again within a day gets it again, though without the secret,
 * which is shown once and nowhere stored.
 *
 * @returns null where this is the first attempt
 * @throws Problem `NOT_FOUND` where the caller may no longer see the key that the first attempt made
 */
export async function findFirstAnswer(
  attempt: Attempt | null,
  caller: Caller,
  { firstAnswers }: Pick<ApiKeyDependencies, 'firstAnswers'>,
): Promise<(Attempt & MintedAnswer) | null> {
  const first = attempt === null ? null : await firstAnswers.find(attempt.id);
  if (first === null) return null;
  const answer = first as Attempt & FirstAnswer & MintedAnswer;
  if (answer.body.userId !== caller.userId && !isManager(caller)) throw new Problem('NOT_FOUND');
  return answer;
}

/** @throws Problem `IDEMPOTENCY_CONFLICT` where the attempt comes with another body than the first */
export function replay({ bodyHash, body, headers }: Attempt & MintedAnswer, attempt: Attempt | null) {
  if (bodyHash !== attempt?.bodyHash) throw new Problem('IDEMPOTENCY_CONFLICT');
  return { body: { ...body, key: null }, headers: { ...headers, 'Idempotent-Replayed': 'true' } };
}

/** The first answer: the only one that shows the secret. */
export function withSecret<Answer extends Pick<MintedAnswer, 'body'>>(answer: Answer, plaintext: string) {
  return { ...answer, body: { ...answer.body, key: plaintext } };
}
