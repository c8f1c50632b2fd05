/**
 * The token bucket of a key, as GCRA (ITU-T I.371): a key may make `limit` calls at once, and gets them back evenly
 * over a minute. All that is stored is the theoretical arrival time (TAT), the moment at which the bucket is full
 * again, in whole nanoseconds since the epoch: DynamoDB adds and compares them exactly.
 *
 * Rounding the interval down loses nothing of the limit; and since clocks tell whole milliseconds and a limit is
 * 60,000 at most, it never lets one call more through than the limit does.
 */
export interface BucketTime {
  /** Nanoseconds since the epoch. */
  readonly nowNs: bigint;
  /** What the call takes, in nanoseconds of refilling. */
  readonly costNs: bigint;
}

const windowNs = 60_000_000_000n;
const nsPerMs = 1_000_000n;

/**
 * @param limit calls per minute
 * @param cost calls that this one counts for, 1 to the limit
 * @param nowMs milliseconds since the epoch
 */
export function bucketTime(limit: number, cost: number, nowMs: number): BucketTime {
  return { nowNs: BigInt(nowMs) * nsPerMs, costNs: intervalNs(limit) * BigInt(cost) };
}

/** Nanoseconds in which one call is given back. */
function intervalNs(limit: number): bigint {
  return windowNs / BigInt(limit);
}

/** True where nothing of the bucket is in use. */
export function isFull(tatNs: bigint | null, { nowNs }: BucketTime): boolean {
  return tatNs === null || tatNs <= nowNs;
}

/** The latest TAT of a bucket in use from which the call can still be taken. */
export function latestTatNs({ nowNs, costNs }: BucketTime): bigint {
  return nowNs + windowNs - costNs;
}

/** True where the call can be taken from the bucket. */
export function holdsCall(tatNs: bigint | null, time: BucketTime): boolean {
  return isFull(tatNs, time) || (tatNs !== null && tatNs <= latestTatNs(time));
}

/** What a caller is told about the limit of their key. */
export interface RateLimit {
  readonly tier: string;
  /** Calls per minute. */
  readonly limit: number;
  /** Calls that could be made now. */
  readonly remaining: number;
  /** Milliseconds since the epoch at which the bucket is full again. */
  readonly resetAt: number;
  /** Milliseconds after which the call can be made; 0 for one that was let through. */
  readonly retryAfterMs: number;
}

/**
 * @param tatNs as stored, after a call that was let through
 * @param isRefused whether the call was not
 */
export function describeBucket(
  tier: string,
  limit: number,
  tatNs: bigint,
  time: BucketTime,
  isRefused: boolean,
): RateLimit {
  const { nowNs } = time;
  const fullAtNs = tatNs > nowNs ? tatNs : nowNs;
  const available = (nowNs + windowNs - fullAtNs) / intervalNs(limit);
  return {
    tier,
    limit,
    remaining: available < 0n ? 0 : Math.min(Number(available), limit),
    resetAt: Number(ceilToMs(fullAtNs)),
    retryAfterMs: isRefused ? Math.max(1, Number(ceilToMs(fullAtNs - latestTatNs(time)))) : 0,
  };
}

function ceilToMs(ns: bigint): bigint {
  return (ns + nsPerMs - 1n) / nsPerMs;
}
