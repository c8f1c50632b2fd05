import type { MintedApiKey } from '../generated/api.ts';
import { LatchkeyError } from './errors.ts';

/**
 * A key was made or rotated, and the answer with its secret was lost on the way. The secret is nowhere: rotate the key, or
 * delete it. A rotation with a grace period leaves the former secret valid until `record.rotationEndsAt`.
 */
export class SecretLost extends LatchkeyError {
  /** Of the key. */
  readonly id: string;
  readonly record: MintedApiKey;

  constructor(record: MintedApiKey) {
    super(
      `The answer with the secret of key ${record.id} was lost; rotate the key, or delete it`,
      'SecretLost',
    );
    this.id = record.id;
    this.record = record;
    this.mayHaveHappened = true;
  }
}
