/** What the domain needs from the outside world, injected so that rules stay pure and tests exact. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves when so many milliseconds have passed. */
  readonly sleep: (ms: number) => Promise<void>;
}

export interface Random {
  /** Cryptographically strong random bytes. */
  bytes(count: number): Uint8Array;
  /** A version 4 UUID (RFC 9562). */
  uuid(): string;
}
