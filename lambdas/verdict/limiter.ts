import type { ApiKeyId } from '../contract/brands.ts';
import { note } from './bounded.ts';
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

/** What a conditional write to a bucket came to. */
export interface BucketWrite {
  readonly applied: boolean;
  /** The TAT as it stands now, in nanoseconds since the epoch; null where there is no bucket. */
  readonly tatNs: bigint | null;
}

/**
 * The buckets of rate-limited keys: each call is one conditional write, and a refused one tells what stands there. It
 * throws where the deadline has come.
 */
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
  /** What a look has just shown of the bucket; undefined where none has. */
  readonly seenTatNs: bigint | undefined;
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
  /** True where a call may well be refused, for all that the container knows: a look is cheaper than a write in vain. */
  isMostlyUsed(apiKeyId: ApiKeyId): boolean;
}

/**
 * A bucket's TAT only grows, so what was seen of it last is the earliest that it can be: a call that finds no room there
 * is refused without asking, for the store would refuse it too. Else the store decides. A bucket that is full is filled
 * up to now before the call is taken; from one in use the call is just taken. DynamoDB has no maximum to say both in one
 * expression, so the container guesses which it is, and where it was wrong, the refusal brings the truth along.
 */
export function createLimiter(store: LimiterStore, now: () => number): Limiter {
  const lastTatNs = new Map<ApiKeyId, bigint | null>();

  return {
    async spend({ apiKeyId, tier, limit, cost, seenTatNs, deadlineMs }) {
      let tatNs = seenTatNs ?? lastTatNs.get(apiKeyId) ?? null;
      for (;;) {
        const time = bucketTime(limit, cost, now());
        let isAllowed = false;
        if (holdsCall(tatNs, time)) {
          ({ applied: isAllowed, tatNs } = await (isFull(tatNs, time)
            ? store.takeFromFull(apiKeyId, time, deadlineMs)
            : store.takeFromUsed(apiKeyId, { ...time, latestTatNs: latestTatNs(time) }, deadlineMs)));
        }
        if (isAllowed || !holdsCall(tatNs, time)) {
          note(lastTatNs, apiKeyId, tatNs, maxRemembered);
          const rateLimit = describeBucket(tier, limit, tatNs ?? time.nowNs, time, !isAllowed);
          return { isAllowed, rateLimit };
        }
      }
    },

    // A bucket for two calls would not hold another.
    isMostlyUsed: (apiKeyId) => !holdsCall(lastTatNs.get(apiKeyId) ?? null, bucketTime(2, 1, now())),
  };
}
