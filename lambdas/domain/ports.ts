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

/** What a conditional write to a bucket came to. */
export interface BucketWrite {
  readonly applied: boolean;
  /** The TAT as it stands now, in nanoseconds since the epoch; null where there is no bucket. */
  readonly tatNs: bigint | null;
}

/** The buckets of rate-limited keys: each call is one conditional write, and a refused one tells what stands there. */
export interface LimiterStore {
  /** Sets the TAT to `nowNs + costNs` where it is not later than `nowNs`, or where there is none. */
  takeFromFull(
    apiKeyId: string,
    time: { readonly nowNs: bigint; readonly costNs: bigint },
    deadlineMs: number,
  ): Promise<BucketWrite>;
  /** Adds `costNs` to the TAT where it is later than `nowNs`, and not later than `latestTatNs`. */
  takeFromUsed(
    apiKeyId: string,
    time: { readonly nowNs: bigint; readonly costNs: bigint; readonly latestTatNs: bigint },
    deadlineMs: number,
  ): Promise<BucketWrite>;
}

/** Reads items of the Credentials table by key, strongly consistent, in one round trip. */
export interface CredentialsReader {
  /**
   * Items by `pk`; those that do not exist are missing.
   *
   * @param deadlineMs milliseconds since the epoch at which an answer is no longer waited for
   * @throws where DynamoDB has not answered in time, or not completely: never an empty answer instead
   */
  read(keys: readonly { readonly pk: string }[], deadlineMs: number): Promise<ReadonlyMap<string, object>>;
}
