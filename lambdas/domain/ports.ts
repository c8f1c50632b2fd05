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
