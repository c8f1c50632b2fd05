import type { ApiKeyId, Plaintext } from '../../lambdas/contract/brands.ts';
import { isWellFormedSecret } from '../../lambdas/domain/keys/secret.ts';

/** The key that an answer shows. */
export function plaintextOf(text: string): Plaintext {
  if (!isWellFormedSecret(text, ['lk', 'old'])) throw new TypeError('that is no key');
  return text;
}

/** The id of a key; tests may name keys as they like. */
export const apiKeyIdOf = (text: string): ApiKeyId => text as ApiKeyId;
