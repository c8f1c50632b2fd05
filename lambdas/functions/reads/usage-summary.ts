import { addCounts, noCalls } from '../../domain/usage/usage-chunk.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf } from '../../gateway/request.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { ReadDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { recordedUntilHeader } from './recorded-until.ts';
import { usageSummary, usageSummaryQuery } from './schemas.ts';
import { countingBudgetMs, daysAsked } from './days-asked.ts';
import { readSpan } from './span.ts';

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
    const { dates, span } = daysAsked(asked, settings, now);
    const headers = await recordedUntilHeader(deps);
    const days = await countUsage(id, dates, now + countingBudgetMs);
    const byOutcome = days.reduce(addCounts, noCalls);
    return {
      headers,
      body: {
        ...span,
        total: byOutcome.success + byOutcome.denied + byOutcome.error,
        byOutcome,
        days,
      },
    };
  },
);
