/** Marks types that must not be taken for one another; it does not exist at run time. */
declare const brand: unique symbol;

/** A whole key, of the right shape and checksum. It is shown once and never written. */
export type Plaintext = string & { readonly [brand]: 'Plaintext' };

/** The stored form of a secret: SHA-256 of the plaintext, in hexadecimal. */
export type SecretHash = string & { readonly [brand]: 'SecretHash' };

/** Names an API key as long as it exists; no secret. */
export type ApiKeyId = string & { readonly [brand]: 'ApiKeyId' };

/** Whole seconds since the epoch, as DynamoDB's `ttl` has them. All other times are numbers of milliseconds. */
export interface EpochSeconds {
  readonly [brand]: 'EpochSeconds';
}
