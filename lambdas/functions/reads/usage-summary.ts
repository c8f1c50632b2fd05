import { addCounts, noCalls } from '../../domain/usage/usage-chunk.ts';
import { dayMs, dayOf, daysBetween, startOfDay } from '../../domain/time.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf } from '../../gateway/request.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { ReadDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { recordedUntilHeader } from './recorded-until.ts';
import { usageSummary, usageSummaryQuery } from './schemas.ts';
import { keptPart, readSpan, type Span } from './span.ts';

const defaultDays = 30;
/** The function has ten seconds; the rest is for saying that there was too much. */
const countingBudgetMs = 8_000;

export const getApiKeyUsageSummary = operation(
  'getApiKeyUsageSummary',
  {
    summary: 'Count the calls with an API key',
    description:
      'By outcome and UTC day; the last 30 days where no range is given. `from` and `to` are widened to whole UTC ' +
      'days, and narrowed to those that are kept: the answer says what it counts.',
    tag: 'Usage',
    query: usageSummaryQuery,
    success: success(200, usageSummary),
    example: { answer: examples.usageSummary },
  },
  async (
    { query, ...request },
    deps: Pick<ReadDependencies, 'keys' | 'countUsage' | 'readRecordedUntil' | 'settings' | 'clock'>,
  ) => {
    const { keys, countUsage, settings, clock } = deps;
    const asked = readSpan(query);
    const { id } = await findVisibleKey(request.pathParameters['id'], callerOf(request), keys);
    const now = clock.now();
    const { to = Math.max(now, asked.from ?? now) } = asked;
    const { from = Math.min(to, now) - (defaultDays - 1) * dayMs } = asked;
    const kept = keptPart({ from, to }, settings.usageRetentionDays, now);
    const dates = daysBetween(kept.from, kept.to);
    const headers = await recordedUntilHeader(deps);
    const days = await countUsage(id, dates, now + countingBudgetMs);
    const byOutcome = days.reduce(addCounts, noCalls);
    return {
      headers,
      body: {
        ...wholeDays(dates.length === 0 ? { from, to } : kept),
        total: byOutcome.success + byOutcome.denied + byOutcome.error,
        byOutcome,
        days,
      },
    };
  },
);

/** Chunks are counted whole, and so are days. */
function wholeDays({ from, to }: Span): { readonly from: string; readonly to: string } {
  const end = startOfDay(dayOf(to)) + dayMs - 1;
  return { from: `${dayOf(from)}T00:00:00.000Z`, to: new Date(end).toISOString() };
}
