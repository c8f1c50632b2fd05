/** Marks a type, and nothing at run time: texts and numbers that must not be taken for one another. */
declare const brand: unique symbol;

/** A whole key, of the right shape and checksum. It is shown once and never written. */
export type Plaintext = string & { readonly [brand]: 'Plaintext' };

/** The stored form of a secret: SHA-256 of the plaintext, in hexadecimal. */
export type SecretHash = string & { readonly [brand]: 'SecretHash' };

/** Names an API key as long as it exists; no secret. */
export type ApiKeyId = string & { readonly [brand]: 'ApiKeyId' };

/**
 * Whole seconds since the epoch, which DynamoDB wants of a `ttl`. Every other time is a number of milliseconds, and
 * this is no number to the compiler: neither is taken for the other, and nobody adds to it.
 */
export interface EpochSeconds {
  readonly [brand]: 'EpochSeconds';
}
