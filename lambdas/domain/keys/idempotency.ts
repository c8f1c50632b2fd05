import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ApiKeyId } from '../../contract/brands.ts';
import { dayMs } from '../time.ts';

/** How long the first answer to an `Idempotency-Key` is kept. */
export const replayableMs = dayMs;

/** A request that its caller has named, so that trying it again does it once. */
export interface Attempt {
  /** Hash of caller, operation, target and the `Idempotency-Key`. */
  readonly id: string;
  /** Hash of the body: the same name with another body is a mistake. */
  readonly bodyHash: string;
}

export interface NamedRequest {
  readonly userId: string;
  /** The calling key; null for people. */
  readonly apiKeyId: ApiKeyId | null;
  readonly operationId: string;
  /** What the path names; null where it names nothing. */
  readonly targetId: string | null;
  readonly idempotencyKey: string;
  readonly body: unknown;
}

export function attemptOf(request: NamedRequest): Attempt {
  const { userId, apiKeyId, operationId, targetId, idempotencyKey, body } = request;
  return {
    id: hash([userId, apiKeyId, operationId, targetId, idempotencyKey]),
    bodyHash: hash(body ?? null),
  };
}

/** The answer that was given first, without the secret, which is nowhere stored. */
export interface FirstAnswer extends Attempt {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** SHA-256 over canonical JSON (RFC 8785): the order of members does not matter. */
function hash(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
}
