import { addCounts, noCalls } from '../../domain/usage/usage-chunk.ts';
import { dayMs, dayOf, daysBetween, startOfDay } from '../../domain/time.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { type ApiRequest, callerOf } from '../../gateway/request.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { ReadDependencies } from './dependencies.ts';
import type { UsageSummaryQuery } from './schemas.ts';
import { keptPart, readSpan, type Span } from './usage-range.ts';

const defaultDays = 30;
/** The function has ten seconds; the rest is for the answer that there was too much. */
const countingBudgetMs = 8_000;

/** `GET /api-keys/{id}/usage/summary`: a key's calls by outcome and UTC day, for its owner or a manager. */
export async function summarizeKeyUsage(
  { query, ...request }: ApiRequest<UsageSummaryQuery, unknown>,
  { keys, countUsage, settings, clock }: ReadDependencies,
): Promise<ApiResponse> {
  const asked = readSpan(query);
  const { id } = await findVisibleKey(request.pathParameters['id'], callerOf(request), keys);
  const now = clock.now();
  const { to = Math.max(now, asked.from ?? now) } = asked;
  const { from = Math.min(to, now) - (defaultDays - 1) * dayMs } = asked;
  const kept = keptPart({ from, to }, settings.usageRetentionDays, now);
  const dates = daysBetween(kept.from, kept.to);
  const days = await countUsage(id, dates, now + countingBudgetMs);
  const byOutcome = days.reduce(addCounts, noCalls);
  return {
    status: 200,
    body: {
      ...wholeDays(dates.length === 0 ? { from, to } : kept),
      total: byOutcome.success + byOutcome.denied + byOutcome.error,
      byOutcome,
      days,
    },
  };
}

/** Chunks are counted whole, so what is counted are whole days; the answer says which. */
function wholeDays({ from, to }: Span): { readonly from: string; readonly to: string } {
  const end = startOfDay(dayOf(to)) + dayMs - 1;
  return { from: `${dayOf(from)}T00:00:00.000Z`, to: new Date(end).toISOString() };
}
