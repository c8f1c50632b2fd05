import fc from 'fast-check';
import type { ApiKeyId } from '../../../lambdas/contract/brands.ts';
import { type KeyInPeriod, type RankedKeys, rankKeys } from '../../../lambdas/domain/usage/key-ranking.ts';
import { addCounts, noCalls, type UsageCounts } from '../../../lambdas/domain/usage/usage-chunk.ts';
import { busiestKeys, callsOf, type RankedBy } from '../../../lambdas/domain/usage/usage-tally.ts';

type Day = ReadonlyMap<ApiKeyId, UsageCounts>;

const calls = fc.oneof(fc.nat(3), fc.nat(200));
const day = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 10, max: 40 }), calls, calls, calls), { selector: ([id]) => id })
  .map((keys): Day => {
    const used = keys.filter(([, ...numbers]) => numbers.some((number) => number > 0));
    return new Map(
      used.map(([id, success, denied, error]) => [`${id}` as ApiKeyId, { success, denied, error }]),
    );
  });
/** Days, and how many keys each of them names; null for all. */
const days = fc.array(fc.tuple(day, fc.option(fc.integer({ min: 1, max: 12 }))), { maxLength: 6 });
const rankedBy = fc.constantFrom<RankedBy>('total', 'denied');

/** Days as they are kept, and those who look into them, counted. */
function kept(all: readonly (readonly [Day, number | null])[], by: RankedBy) {
  const lookUps: number[] = [];
  const periods = all.map(([keys, named], at) => {
    if (named === null) return { period: `${at}`, keys, others: null };
    const first = busiestKeys({ keys }, by, named);
    const last = first[named - 1];
    return { period: `${at}`, keys: first, others: last === undefined ? 0 : callsOf(last[1], by) };
  });
  const read = (asked: readonly KeyInPeriod[]) => {
    lookUps.push(asked.length);
    return Promise.resolve(
      asked.map(({ period, apiKeyId }) => all[Number(period)]![0].get(apiKeyId) ?? noCalls),
    );
  };
  const ranked = new Map<string, RankedKeys>(periods.map((each) => [each.period, each]));
  return { lookUps, rank: (most: number) => rankKeys(ranked, by, most, read) };
}

function summed(all: readonly (readonly [Day, unknown])[]): Day {
  const sum = new Map<ApiKeyId, UsageCounts>();
  for (const [id, counts] of all.flatMap(([keys]) => [...keys]))
    sum.set(id, addCounts(sum.get(id) ?? noCalls, counts));
  return sum;
}

test('the counts of each key that is named are those of all days, and it says whether others may belong there', async () => {
  const told = { exact: 0, uncertain: 0 };
  await fc.assert(
    fc.asyncProperty(days, rankedBy, fc.integer({ min: 1, max: 5 }), async (all, by, most) => {
      const { rank, lookUps } = kept(all, by);
      const { keys, isExact } = await rank(most);
      const sum = summed(all);
      const expected = busiestKeys({ keys: sum }, by, most);
      for (const [id, counts] of keys) expect(counts).toEqual(sum.get(id));
      if (isExact) expect(keys).toEqual(expected);
      if (all.every(([, named]) => named === null)) expect([isExact, lookUps]).toEqual([true, []]);
      // Never more than twice as many as are to be named, on each day.
      expect(lookUps.length).toBeLessThanOrEqual(2);
      for (const some of lookUps) expect(some).toBeLessThanOrEqual(most * all.length);
      told[isExact ? 'exact' : 'uncertain'] += 1;
    }),
    { numRuns: 2_000 },
  );
  expect(Math.min(told.exact, told.uncertain)).toBeGreaterThan(100);
});

test('where few keys make most of the calls, few are looked up and the ranking is exact', async () => {
  const busy = (rank: number) => Math.floor(100_000 / (rank + 1));
  // The twenty busiest are the same each day, and the others change places.
  const ofDay = (_: unknown, at: number): [Day, number] => {
    const keys = Array.from({ length: 3_000 }, (_unused, n) => {
      const id = 1_000 + (n < 20 ? n : 20 + ((n + at * 131) % 2_980));
      return [`${id}` as ApiKeyId, { ...noCalls, success: busy(n) }] as const;
    });
    return [new Map(keys), 100];
  };
  const all = Array.from({ length: 30 }, ofDay);
  const { rank, lookUps } = kept(all, 'total');
  const { keys, isExact } = await rank(10);
  expect([keys, isExact]).toEqual([busiestKeys({ keys: summed(all) }, 'total', 10), true]);
  expect(lookUps.reduce((sum, some) => sum + some, 0)).toBeLessThanOrEqual(300);
});
