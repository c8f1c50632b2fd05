import type { MintedApiKey } from '../generated/api.ts';
import { LatchkeyError, UnexpectedAnswerError } from './errors.ts';
import { SecretLost } from './secret-lost.ts';

/** A key with its secret, which is shown this once. */
export type MintedKey = MintedApiKey & { readonly key: string };

/** How often a secret that is lost again is replaced. */
const maxRepairs = 3;

/**
 * The key with its secret, and where that was lost: rotated, so that there is a new one.
 *
 * @param rotate makes another secret for the key, or null where that is not wanted
 * @throws SecretLost where there is no secret, with the error that kept it from being replaced
 */
export async function withSecret(
  record: MintedApiKey,
  rotate: ((id: string) => Promise<MintedApiKey>) | null,
): Promise<MintedKey> {
  let current = record;
  for (let repairs = 0; ; repairs += 1) {
    if (typeof current.id !== 'string') throw notAKey();
    const { key } = current;
    if (typeof key === 'string' && key !== '') return { ...current, key };
    const lost = new SecretLost(current);
    if (rotate === null || repairs === maxRepairs) throw lost;
    try {
      current = await rotate(record.id);
    } catch (error) {
      // Of this package's, without a secret in it.
      if (error instanceof LatchkeyError) lost.cause = error;
      throw lost;
    }
  }
}

function notAKey(): UnexpectedAnswerError {
  const error = new UnexpectedAnswerError('is no key', 200, null);
  error.mayHaveHappened = true;
  return error;
}
