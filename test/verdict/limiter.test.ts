import fc from 'fast-check';
import { bucketTime, holdsCall } from '../../lambdas/verdict/bucket.ts';
import { createLimiter, type Spending } from '../../lambdas/verdict/limiter.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { MemoryLimiterStore } from '../support/memory-limiter.ts';

const minuteMs = 60_000;
const start = Date.UTC(2027, 5, 15, 12);

/** A container with a clock of its own, over buckets that it shares. */
function container(store: MemoryLimiterStore, now: () => number) {
  const limiter = createLimiter(store, now);
  return (limit: number, cost = 1): Promise<Spending> =>
    limiter.spend({
      apiKeyId: apiKeyIdOf('key'),
      tier: 'free',
      limit,
      cost,
      seenTatNs: undefined,
      deadlineMs: now() + 1_000,
    });
}

const limits = fc.oneof(fc.integer({ min: 1, max: 130 }), fc.integer({ min: 1, max: 60_000 }));

test('a full bucket gives exactly the limit at once, and then tells when to come back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (limit) => {
      let now = start;
      const call = container(new MemoryLimiterStore(), () => now);
      for (let n = 1; n <= limit; n++) {
        const { isAllowed, rateLimit } = await call(limit);
        expect([isAllowed, rateLimit.remaining]).toEqual([true, limit - n]);
      }
      const refused = await call(limit);
      expect(refused).toMatchObject({ isAllowed: false, rateLimit: { remaining: 0 } });
      now += refused.rateLimit.retryAfterMs - 1;
      expect((await call(limit)).isAllowed).toBe(false);
      now += 1;
      expect((await call(limit)).isAllowed).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('who stays within the limit in every minute is never refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }),
      fc.infiniteStream(fc.nat(9_000)),
      async (limit, gaps) => {
        let now = start;
        const call = container(new MemoryLimiterStore(), () => now);
        const made: number[] = [];
        for (let n = 0; n < 150; n++) {
          now += gaps.next().value;
          // As soon as the minute before has room: the closest that a caller can keep to the limit.
          const oldest = made.at(-limit);
          if (oldest !== undefined) now = Math.max(now, oldest + minuteMs);
          expect((await call(limit)).isAllowed).toBe(true);
          made.push(now);
        }
      },
    ),
  );
});

test('10,000 steady calls just below the limit all pass', async () => {
  for (const limit of [7, 100, 1_999, 60_000]) {
    let now = start;
    const call = container(new MemoryLimiterStore(), () => Math.floor(now));
    for (let n = 0; n < 10_000; n++) {
      expect((await call(limit)).isAllowed).toBe(true);
      now += minuteMs / limit;
    }
  }
});

test('no minute lets through twice the limit, however the calls come', async () => {
  await fc.assert(
    fc.asyncProperty(limits, fc.infiniteStream(fc.nat(3_000)), async (limit, gaps) => {
      let now = start;
      const call = container(new MemoryLimiterStore(), () => now);
      const cost = Math.max(1, Math.floor(limit / 50));
      const passed: number[] = [];
      for (let n = 0; n < 300; n++) {
        if ((await call(limit, cost)).isAllowed) passed.push(now);
        now += n % 3 === 0 ? gaps.next().value : 0;
      }
      for (const [at, from] of passed.entries()) {
        const inMinute = passed.slice(at).filter((time) => time < from + minuteMs).length * cost;
        expect(inMinute).toBeLessThan(2 * limit);
      }
    }),
  );
});

test('containers that race for a bucket take exactly what it holds and refills', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 12 }), async (scheduler, limit) => {
      const store = new MemoryLimiterStore();
      store.interfere = () => scheduler.schedule(Promise.resolve());
      const containers = Array.from({ length: 3 }, () => container(store, () => start));
      const calls = Array.from({ length: 24 }, (_, n) => containers[n % 3]!(limit));
      await scheduler.waitAll();
      const passed = (await Promise.all(calls)).filter(({ isAllowed }) => isAllowed);
      expect(passed).toHaveLength(limit);
    }),
  );
});

test('clocks that differ by a second let through what a second refills, and no more', async () => {
  const [limit, seconds] = [600, 30];
  const store = new MemoryLimiterStore();
  let now = start;
  const containers = [0, 1_000, -1_000].map((skewMs) => container(store, () => now + skewMs));
  let passed = 0;
  for (; now <= start + seconds * 1_000; now += 10) {
    for (const call of containers) if ((await call(limit)).isAllowed) passed++;
  }
  const refilled = (limit / 60) * seconds;
  expect(passed).toBeGreaterThanOrEqual(limit + refilled);
  expect(passed).toBeLessThanOrEqual(limit + refilled + (limit / 60) * 2);
});

test('a call may count for several, up to the limit; a refused one takes nothing', async () => {
  const call = container(new MemoryLimiterStore(), () => start);
  expect((await call(10, 7)).rateLimit.remaining).toBe(3);
  expect(await call(10, 4)).toMatchObject({
    isAllowed: false,
    rateLimit: { remaining: 3, retryAfterMs: 6_000 },
  });
  expect((await call(10, 3)).rateLimit.remaining).toBe(0);
});

test('a tier that changes keeps the share of the bucket that is in use', async () => {
  const call = container(new MemoryLimiterStore(), () => start);
  for (let n = 0; n < 50; n++) await call(100);
  expect((await call(10)).rateLimit.remaining).toBe(4);
  expect((await call(1_000)).rateLimit.remaining).toBe(399);
});

test('a container writes once a call; the first of another one that guesses wrong twice', async () => {
  const store = new MemoryLimiterStore();
  const [first, second] = [container(store, () => start), container(store, () => start)];
  await first(100);
  await first(100);
  expect(store.writes).toBe(2);
  await second(100);
  expect(store.writes).toBe(4);
  await second(100);
  expect(store.writes).toBe(5);
});

describe('what a container remembers of a bucket', () => {
  /** A call, so many milliseconds after the one before; an hour later DynamoDB has removed the bucket. */
  const calls = fc.array(
    fc.record({
      by: fc.nat(2),
      afterMs: fc.oneof(
        { weight: 9, arbitrary: fc.nat(40) },
        { weight: 3, arbitrary: fc.nat(20_000) },
        { weight: 1, arbitrary: fc.constant(3_601_000) },
      ),
      // Tiers change between calls.
      limit: fc.constantFrom(1, 3, 3, 3, 5, 60),
      cost: fc.constantFrom(1, 1, 1, 2, 3),
    }),
    { minLength: 20, maxLength: 120 },
  );
  const skews = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -10_000, max: 10_000 })));

  test('refuses what the store would, whatever becomes of tiers, clocks and the bucket, and asks for no such call', async () => {
    let refusals = 0;
    await fc.assert(
      fc.asyncProperty(calls, skews, async (made, skewsMs) => {
        let now = start;
        const store = new MemoryLimiterStore();
        const containers = skewsMs.map((skewMs) => container(store, () => now + skewMs));
        const seen = skewsMs.map((): bigint | null => null);
        for (const { by, afterMs, limit, cost: asked } of made) {
          now += afterMs;
          if (afterMs > 3_600_000) store.tats.delete('key');
          const cost = Math.min(asked, limit);
          const time = bucketTime(limit, cost, now + skewsMs[by]!);
          const before = store.tats.get('key') ?? null;
          const { writes } = store;
          const { isAllowed } = await containers[by]!(limit, cost);
          expect(isAllowed).toBe(holdsCall(before, time));
          if (!isAllowed) expect(store.tats.get('key') ?? null).toBe(before);
          if (!holdsCall(seen[by]!, time)) {
            expect(store.writes).toBe(writes);
            refusals += 1;
          }
          if (store.writes > writes) seen[by] = store.tats.get('key') ?? null;
        }
      }),
      { numRuns: 300 },
    );
    expect(refusals).toBeGreaterThan(1_000);
  });

  test('is asked about again as soon as the call could pass', async () => {
    let now = start;
    const store = new MemoryLimiterStore();
    const call = container(store, () => now);
    for (let n = 0; n < 10; n++) await call(10);
    const { rateLimit } = await call(10);
    expect(store.writes).toBe(10);
    expect((await call(100)).isAllowed).toBe(false);
    expect(store.writes).toBe(10);
    now += rateLimit.retryAfterMs;
    expect((await call(10)).isAllowed).toBe(true);
    store.tats.clear();
    now += 3_601_000;
    expect((await call(10)).rateLimit.remaining).toBe(9);
  });

  test('is no more than what a look has just shown', async () => {
    const store = new MemoryLimiterStore();
    const limiter = createLimiter(store, () => start);
    const spend = (seenTatNs: bigint | undefined) =>
      limiter.spend({
        apiKeyId: apiKeyIdOf('key'),
        tier: 'free',
        limit: 2,
        cost: 1,
        seenTatNs,
        deadlineMs: start + 1_000,
      });
    const usedUpNs = BigInt(start + minuteMs) * 1_000_000n;
    expect((await spend(undefined)).isAllowed).toBe(true);
    expect([(await spend(usedUpNs)).isAllowed, (await spend(undefined)).isAllowed]).toEqual([false, false]);
    expect(store.writes).toBe(1);
  });

  test('asks for a look where more than half of the bucket is in use', async () => {
    let now = start;
    const limiter = createLimiter(new MemoryLimiterStore(), () => now);
    const apiKeyId = apiKeyIdOf('key');
    expect(limiter.isMostlyUsed(apiKeyId)).toBe(false);
    const asked = { apiKeyId, tier: 'free', limit: 10, cost: 1, seenTatNs: undefined, deadlineMs: start };
    for (let n = 0; n < 5; n++) await limiter.spend(asked);
    expect(limiter.isMostlyUsed(apiKeyId)).toBe(false);
    await limiter.spend(asked);
    expect(limiter.isMostlyUsed(apiKeyId)).toBe(true);
    now += minuteMs / 10;
    expect(limiter.isMostlyUsed(apiKeyId)).toBe(false);
  });

  test('is of 10,000 keys at most', async () => {
    const store = new MemoryLimiterStore();
    const limiter = createLimiter(store, () => start);
    const spend = async (key: string) => {
      const apiKeyId = apiKeyIdOf(key);
      const asked = { tier: 'free', limit: 1, cost: 1, seenTatNs: undefined, deadlineMs: start + 1_000 };
      return (await limiter.spend({ apiKeyId, ...asked })).isAllowed;
    };
    for (let n = 0; n < 10_000; n++) await spend(`key ${n}`);
    expect([await spend('key 0'), store.writes]).toEqual([false, 10_000]);
    await spend('one more');
    // It is no longer remembered: the store is asked, as full as it would be.
    expect([await spend('key 0'), store.writes]).toEqual([false, 10_002]);
  });
});

test('a bucket that cannot be had lets nothing through', async () => {
  const store = new MemoryLimiterStore();
  store.interfere = () => Promise.reject(new Error('no answer'));
  await expect(container(store, () => start)(100)).rejects.toThrow('no answer');
});
