import type * as z from 'zod';
import { type Caller, isManager } from '../../domain/keys/giving.ts';
import { type Attempt, attemptOf, type FirstAnswer } from '../../domain/keys/idempotency.ts';
import { Problem } from '../../domain/problem.ts';
import type { Presented } from '../../gateway/operation.ts';
import type { ApiRequest } from '../../gateway/request.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import type { mintedApiKey } from './schemas.ts';

/** A minted key as it was answered, without its secret. */
export interface MintedAnswer {
  readonly body: Omit<Presented<z.output<typeof mintedApiKey>>, 'key'>;
  readonly headers: Readonly<Record<'ETag' | 'Location', string>>;
}

/** The attempt that an `Idempotency-Key` names. */
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
 * The first answer to an attempt of the last day, without the secret; null for a first attempt.
 *
 * @param check throws where the caller may not do the same again
 * @throws Problem `NOT_FOUND` where the caller cannot see the key now; `IDEMPOTENCY_CONFLICT` for another body
 */
export async function findReplay(
  attempt: Attempt | null,
  caller: Caller,
  check: (key: MintedAnswer['body'], caller: Caller) => void,
  { firstAnswers }: Pick<ApiKeyDependencies, 'firstAnswers'>,
) {
  const first = attempt === null ? null : await firstAnswers.find(attempt.id);
  if (first === null) return null;
  const { bodyHash, body, headers } = first as Attempt & FirstAnswer & MintedAnswer;
  if (body.userId !== caller.userId && !isManager(caller)) throw new Problem('NOT_FOUND');
  check(body, caller);
  if (bodyHash !== attempt?.bodyHash) throw new Problem('IDEMPOTENCY_CONFLICT');
  return {
    body: { ...completed(body), key: null },
    headers: { ...headers, 'Idempotent-Replayed': 'true' },
  };
}

/** Answers of former versions do not tell of the rotation, but for its end, nor what the key was used for. */
function completed(body: MintedAnswer['body']): MintedAnswer['body'] {
  const { rotation, used = null, rotationEndsAt: endsAt } = body as Partial<MintedAnswer['body']>;
  if (rotation !== undefined) return { ...body, used };
  const known = typeof endsAt === 'string' ? { endsAt, oldPrefix: null, oldLastSeenAt: null } : null;
  return { ...body, rotation: known, used };
}

/** The first answer: the only one that shows the secret. */
export function withSecret<Answer extends Pick<MintedAnswer, 'body'>>(answer: Answer, plaintext: string) {
  return { ...answer, body: { ...answer.body, key: plaintext } };
}
