import type { ApiKeyId } from '../../contract/brands.ts';
import { noCalls, type UsageCounts } from '../../domain/usage/usage-chunk.ts';
import { addTotals, totalOf } from '../../domain/usage/usage-tally.ts';
import { isoTime } from '../../domain/time.ts';
import { operation, success } from '../../gateway/operation.ts';
import { countingBudgetMs, daysAsked } from './days-asked.ts';
import type { ReadDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { recordedUntilHeader } from './recorded-until.ts';
import { usageOverview, usageSummaryQuery } from './schemas.ts';
import { readSpan } from './span.ts';

/** Keys that are named as the busiest, and as the most refused. */
const mostKeys = 10;

export const getUsageSummary = operation(
  'getUsageSummary',
  {
    summary: 'Count the calls with all API keys',
    description:
      'By outcome, UTC day, code and API, and the ten keys with the most calls and with the most refusals; the last 30 ' +
      'days where no range is given. `from` and `to` are widened to whole UTC days, and narrowed to those that are ' +
      'kept: the answer says what it counts, and since when calls are counted at all.',
    tag: 'Usage',
    query: usageSummaryQuery,
    success: success(200, usageOverview),
    example: { answer: examples.usageOverview },
  },
  async ({ query }, deps: ReadDependencies) => {
    const { tallyUsage, readCountedSince, settings, clock } = deps;
    const asked = readSpan(query);
    const now = clock.now();
    const { dates, span } = daysAsked(asked, settings, now);
    const headers = await recordedUntilHeader(deps);
    const countedSince = isoTime(await readCountedSince());
    const counted = await tallyUsage(dates, mostKeys, now + countingBudgetMs);
    const days = dates.map((date) => ({ date, ...(counted.days.get(date)?.counts ?? noCalls) }));
    const sum = addTotals(counted.days.values());
    const [busiest, mostRefused] = await Promise.all([
      named(counted.busiest.keys, deps),
      named(counted.mostRefused.keys, deps),
    ]);
    return {
      headers,
      body: {
        ...span,
        total: totalOf(sum.counts),
        byOutcome: sum.counts,
        days,
        countedSince,
        byCode: [...sum.codes]
          .map(([code, calls]) => ({ code, calls }))
          .toSorted((left, right) => right.calls - left.calls || (left.code < right.code ? -1 : 1)),
        byApi: [...sum.apis]
          .map(([api, counts]) => ({ api, ...counts }))
          .toSorted((left, right) => totalOf(right) - totalOf(left) || (left.api < right.api ? -1 : 1)),
        busiest,
        mostRefused,
        rankingExact: { busiest: counted.busiest.isExact, mostRefused: counted.mostRefused.isExact },
      },
    };
  },
);

/** Keys with their names; null for those that have ended. */
async function named(
  keys: readonly (readonly [ApiKeyId, UsageCounts])[],
  deps: Pick<ReadDependencies, 'keys'>,
) {
  return Promise.all(
    keys.map(async ([id, counts]) => ({ id, name: (await deps.keys.get(id))?.name ?? null, ...counts })),
  );
}
