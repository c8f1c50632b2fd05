import { checksumLength, secretLength } from '../../contract/api-key.ts';

/** Any of it may be percent-encoded, and keys may follow each other. */
const secretLike = new RegExp(`(?:%[\\da-f]{2}|\\w){${secretLength + checksumLength},}`, 'gi');

/** The text of a header without all that can be a key, of whatever prefix; other words of that length go, too. */
export function maskSecrets(text: string): string {
  return text.replace(secretLike, '[masked key]');
}
