import type { BucketWrite, LimiterStore } from '../../lambdas/verdict/limiter.ts';

/** Buckets in memory; each write is atomic, as DynamoDB's conditional ones are. */
export class MemoryLimiterStore implements LimiterStore {
  readonly tats = new Map<string, bigint>();
  /** Writes that were tried, refused ones too. */
  writes = 0;
  /** Runs in every round trip, before its answer. */
  interfere: () => Promise<void> | void = () => {};

  async takeFromFull(apiKeyId: string, time: { nowNs: bigint; costNs: bigint }): Promise<BucketWrite> {
    await this.#arrive();
    const tatNs = this.tats.get(apiKeyId) ?? null;
    if (tatNs !== null && tatNs > time.nowNs) return { applied: false, tatNs };
    return this.#set(apiKeyId, time.nowNs + time.costNs);
  }

  async takeFromUsed(
    apiKeyId: string,
    time: { nowNs: bigint; costNs: bigint; latestTatNs: bigint },
  ): Promise<BucketWrite> {
    await this.#arrive();
    const tatNs = this.tats.get(apiKeyId) ?? null;
    if (tatNs === null || tatNs <= time.nowNs || tatNs > time.latestTatNs) return { applied: false, tatNs };
    return this.#set(apiKeyId, tatNs + time.costNs);
  }

  async #arrive(): Promise<void> {
    this.writes++;
    await this.interfere();
  }

  #set(apiKeyId: string, tatNs: bigint): BucketWrite {
    this.tats.set(apiKeyId, tatNs);
    return { applied: true, tatNs };
  }
}
