/** What the domain needs from the outside world, injected so that rules stay pure and tests exact. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface Random {
  /** Cryptographically strong random bytes. */
  bytes(count: number): Uint8Array;
  /** A version 4 UUID (RFC 9562). */
  uuid(): string;
}

/** Reads items of the Credentials table by key, strongly consistent, in one round trip. */
export interface CredentialsReader {
  /**
   * Items by `pk`; those that do not exist are missing.
   *
   * @throws where DynamoDB has not answered within the budget, or not completely: never an empty answer instead
   */
  read(keys: readonly { readonly pk: string }[]): Promise<ReadonlyMap<string, object>>;
}
