import type { UsageEntry, UsageOverview, UsageSummary } from '@latchkey/client';
import type { Context } from '../../context.ts';
import type { View } from '../../output/view.ts';

const orNothing = (value: string | number | null | undefined) => (value == null ? '' : String(value));

/** Calls that were made with a key. */
export const usageView: View<UsageEntry> = {
  columns: [
    { title: 'at', value: ({ at }) => at },
    { title: 'outcome', value: ({ outcome }) => outcome },
    { title: 'code', value: ({ code }) => code },
    { title: 'method', value: ({ method }) => orNothing(method) },
    { title: 'path', value: ({ path }) => orNothing(path) },
    { title: 'api', value: ({ api }) => orNothing(api) },
    { title: 'address', value: ({ sourceIp }) => orNothing(sourceIp) },
    { title: 'ms', value: ({ latencyMs }) => String(latencyMs) },
  ],
  fields: [
    'at',
    'method',
    'path',
    'status',
    'outcome',
    'code',
    'sourceIp',
    'userAgent',
    'requestId',
    'latencyMs',
    'repeated',
    'api',
    'route',
    'needed',
    'keyPrefix',
    'verified',
  ],
  name: ({ requestId }) => requestId,
};

interface Counts {
  readonly success: number;
  readonly denied: number;
  readonly error: number;
}

const countColumns = [
  { title: 'success', value: ({ success }: Counts) => String(success) },
  { title: 'denied', value: ({ denied }: Counts) => String(denied) },
  { title: 'error', value: ({ error }: Counts) => String(error) },
];

const dayView: View<UsageSummary['days'][number]> = {
  columns: [{ title: 'day', value: ({ date }) => date }, ...countColumns],
  fields: ['date', 'success', 'denied', 'error'],
  name: ({ date }) => date,
};

const rankView: View<UsageOverview['busiest'][number]> = {
  columns: [{ title: 'busiest keys', value: ({ id, name }) => name ?? id }, ...countColumns],
  fields: ['id', 'name', 'success', 'denied', 'error'],
  name: ({ id }) => id,
};

/** Counted calls: to people the days with calls, and the sum; to programs the whole. `--quiet` has the sum. */
export async function printSummary(context: Context, summary: UsageSummary | UsageOverview): Promise<void> {
  const { days, byOutcome, from, to, total } = summary;
  if (context.format !== 'table' || context.options.quiet === true) {
    const view: View<UsageSummary> = {
      columns: [],
      fields: Object.keys(summary) as (keyof UsageSummary)[],
      name: () => String(total),
    };
    return await context.print.record<UsageSummary>(summary, view);
  }
  const used = days.filter(({ success, denied, error }) => success + denied + error > 0);
  await context.print.list([...used, { date: 'all', ...byOutcome }], dayView);
  if ('busiest' in summary && summary.busiest.length > 0) {
    await context.print.text('\n');
    await context.print.list(summary.busiest, rankView);
  }
  await context.tell(`${total} calls from ${from} to ${to}`);
}
