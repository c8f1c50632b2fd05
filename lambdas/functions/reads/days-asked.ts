import type { DeploymentSettings } from '../../contract/settings.ts';
import { dayMs, dayOf, daysBetween, startOfDay } from '../../domain/time.ts';
import { keptPart, type Span } from './span.ts';

const defaultDays = 30;
/** The function has ten seconds; the rest is for saying that there was too much. */
export const countingBudgetMs = 8_000;

/** The UTC days that a summary is asked for, and the span that they are: the last 30 where no range is given. */
export function daysAsked(
  asked: Partial<Span>,
  { usageRetentionDays }: Pick<DeploymentSettings, 'usageRetentionDays'>,
  now: number,
): { readonly dates: readonly string[]; readonly span: { readonly from: string; readonly to: string } } {
  const { to = Math.max(now, asked.from ?? now) } = asked;
  const { from = Math.min(to, now) - (defaultDays - 1) * dayMs } = asked;
  const kept = keptPart({ from, to }, usageRetentionDays, now);
  const dates = daysBetween(kept.from, kept.to);
  return { dates, span: wholeDays(dates.length === 0 ? { from, to } : kept) };
}

/** Days are counted whole. */
function wholeDays({ from, to }: Span): { readonly from: string; readonly to: string } {
  const end = startOfDay(dayOf(to)) + dayMs - 1;
  return { from: `${dayOf(from)}T00:00:00.000Z`, to: new Date(end).toISOString() };
}
