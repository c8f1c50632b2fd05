import type { Plaintext } from '../../contract/brands.ts';
import type { ApiKey } from '../../domain/keys/api-key.ts';
import { type Caller, isManager } from '../../domain/keys/giving.ts';
import { type Attempt, attemptOf, type FirstAnswer } from '../../domain/keys/idempotency.ts';
import { Problem } from '../../domain/problem.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import type { ApiRequest } from '../../gateway/request.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { presentApiKey, versionHeaders } from './present.ts';

/** The answer of an operation that mints a secret, but for the secret. */
export type AnswerOf = (key: ApiKey) => Omit<FirstAnswer, keyof Attempt>;

/** What is to be stored with a key, so that a retry gets the same answer; null where the caller named no attempt. */
export type Remember = (key: ApiKey) => FirstAnswer | null;

export interface MintedSecret {
  readonly key: ApiKey;
  /** Shown once. */
  readonly plaintext: Plaintext;
}

export interface MintingOperation {
  readonly operationId: string;
  readonly caller: Caller;
  /** Throws where the caller may not (or no longer) do this; `made` is the key that the first attempt made. */
  readonly authorize: (made: { readonly id: string; readonly userId: string }) => void;
  readonly answerOf: AnswerOf;
  readonly mint: (remember: Remember) => Promise<MintedSecret>;
}

/**
 * Mints a secret once for each `Idempotency-Key` (design, section 3): who tries again gets the first answer, with
 * `key: null`, since the secret is shown once and nowhere stored. The answer is written in the transaction of the
 * change, so that there is no moment at which one is there without the other.
 *
 * @throws Problem `IDEMPOTENCY_CONFLICT` where the same name came with another body
 */
export async function mintOnce(
  request: ApiRequest<unknown, unknown>,
  { firstAnswers }: Pick<ApiKeyDependencies, 'firstAnswers'>,
  operation: MintingOperation,
): Promise<ApiResponse> {
  const attempt = nameAttempt(request, operation);
  const replay = async () => {
    const first = attempt === null ? null : await firstAnswers.find(attempt.id);
    return attempt === null || first === null ? null : replayed(first, attempt, operation);
  };
  const before = await replay();
  if (before !== null) return before;
  const { answerOf, mint } = operation;
  try {
    const { key, plaintext } = await mint((made) =>
      attempt === null ? null : { ...attempt, ...answerOf(made) },
    );
    const { status, headers, body } = answerOf(key);
    return { status, headers, body: { ...body, key: plaintext } };
  } catch (error) {
    // Whatever this attempt was refused for may be what a simultaneous one has done.
    const meanwhile = error instanceof Problem ? await replay() : null;
    if (meanwhile !== null) return meanwhile;
    throw error;
  }
}

function nameAttempt(
  { idempotencyKey, pathParameters, body }: ApiRequest<unknown, unknown>,
  { caller, operationId }: MintingOperation,
): Attempt | null {
  if (idempotencyKey === null) return null;
  const { userId, apiKeyId } = caller;
  const targetId = pathParameters['id'] ?? null;
  return attemptOf({ userId, apiKeyId, operationId, targetId, idempotencyKey, body });
}

function replayed(
  { bodyHash, status, headers, body }: FirstAnswer,
  attempt: Attempt,
  { caller, authorize }: MintingOperation,
): ApiResponse {
  const { id, userId } = body as { id: string; userId: string };
  if (userId !== caller.userId && !isManager(caller)) throw new Problem('NOT_FOUND');
  authorize({ id, userId });
  if (bodyHash !== attempt.bodyHash) throw new Problem('IDEMPOTENCY_CONFLICT');
  return { status, headers: { ...headers, 'Idempotent-Replayed': 'true' }, body: { ...body, key: null } };
}

/** The record of a key that was made or changed, with its version and, for a new one, its place. */
export function recordAnswer(
  status: 200 | 201,
  now: () => number,
  locationOf?: (key: ApiKey) => string,
): AnswerOf {
  return (key) => ({
    status,
    headers: {
      ...versionHeaders(key),
      ...(locationOf === undefined ? {} : { Location: locationOf(key) }),
    },
    body: presentApiKey(key, now()),
  });
}
