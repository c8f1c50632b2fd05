import type { ApiKeyId } from '../contract/brands.ts';
import {
  type BucketTime,
  bucketTime,
  describeBucket,
  holdsCall,
  isFull,
  latestTatNs,
  type RateLimit,
} from './bucket.ts';

/** Keys whose bucket a container remembers; forgetting one costs a write, not exactness. */
const maxRemembered = 10_000;
/** Each attempt fails only because somebody else has changed the bucket meanwhile. */
const maxAttempts = 20;

/** What a conditional write to a bucket came to. */
export interface BucketWrite {
  readonly applied: boolean;
  /** The TAT as it stands now, in nanoseconds since the epoch; null where there is no bucket. */
  readonly tatNs: bigint | null;
}

/** The buckets of rate-limited keys: each call is one conditional write, and a refused one tells what stands there. */
export interface LimiterStore {
  /** Sets the TAT to `nowNs + costNs` where it is not later than `nowNs`, or where there is none. */
  takeFromFull(apiKeyId: ApiKeyId, time: BucketTime, deadlineMs: number): Promise<BucketWrite>;
  /** Adds `costNs` to the TAT where it is later than `nowNs`, and not later than `latestTatNs`. */
  takeFromUsed(
    apiKeyId: ApiKeyId,
    time: BucketTime & { readonly latestTatNs: bigint },
    deadlineMs: number,
  ): Promise<BucketWrite>;
}

export interface SpendRequest {
  readonly apiKeyId: ApiKeyId;
  readonly tier: string;
  /** Calls per minute, 1 to 60,000. */
  readonly limit: number;
  /** 1 to the limit. */
  readonly cost: number;
  /** What a read has just shown of the bucket; undefined where none has looked. */
  readonly seenTatNs: bigint | null | undefined;
  /** Milliseconds since the epoch at which an answer is no longer waited for. */
  readonly deadlineMs: number;
}

export interface Spending {
  readonly isAllowed: boolean;
  readonly rateLimit: RateLimit;
}

export interface Limiter {
  /**
   * Takes a call from the key's bucket, or finds that it cannot be taken: exact at any concurrency, since the store
   * decides. Clocks of containers that differ let through what the bucket refills in the difference, no more.
   *
   * @throws where the store gives no answer in time: a limit never fails open
   */
  spend(request: SpendRequest): Promise<Spending>;
}

/**
 * A bucket that is full is filled up to now before the call is taken; from one in use the call is just taken. DynamoDB
 * has no maximum to say both in one expression, so the container guesses which it is from what it saw last, and where
 * it was wrong, the refusal brings the truth along.
 */
export function createLimiter(store: LimiterStore, now: () => number): Limiter {
  const lastTatNs = new Map<ApiKeyId, bigint>();

  function remember(apiKeyId: ApiKeyId, tatNs: bigint): void {
    if (lastTatNs.size >= maxRemembered && !lastTatNs.has(apiKeyId)) lastTatNs.clear();
    lastTatNs.set(apiKeyId, tatNs);
  }

  return {
    async spend({ apiKeyId, tier, limit, cost, seenTatNs, deadlineMs }) {
      let guessNs = seenTatNs ?? lastTatNs.get(apiKeyId) ?? null;
      for (let attempt = 1; attempt <= maxAttempts; attempt++) {
        const time = bucketTime(limit, cost, now());
        const { applied, tatNs } = await (isFull(guessNs, time)
          ? store.takeFromFull(apiKeyId, time, deadlineMs)
          : store.takeFromUsed(apiKeyId, { ...time, latestTatNs: latestTatNs(time) }, deadlineMs));
        if (tatNs !== null) remember(apiKeyId, tatNs);
        if (applied || !holdsCall(tatNs, time)) {
          return {
            isAllowed: applied,
            rateLimit: describeBucket(tier, limit, tatNs ?? time.nowNs, time, !applied),
          };
        }
        guessNs = tatNs;
      }
      throw new Error('the bucket never held still');
    },
  };
}
