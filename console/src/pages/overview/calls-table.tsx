import type { UsageOverview } from '@latchkey/client';
import Table from '@cloudscape-design/components/table';
import { formatDay, formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';
import { outcomes } from '../../calls-chart/outcomes.ts';

/** What the chart shows, newest day first. */
export function CallsTable({ days }: Pick<UsageOverview, 'days'>) {
  const { calls } = texts.overview;
  return (
    <Table
      variant="embedded"
      items={days.toReversed()}
      trackBy="date"
      ariaLabels={{ tableLabel: calls.table }}
      columnDefinitions={[
        { id: 'date', header: calls.day, isRowHeader: true, cell: ({ date }) => formatDay(date) },
        ...outcomes.map((outcome) => ({
          id: outcome,
          header: calls.outcomes[outcome],
          cell: (day: UsageOverview['days'][number]) => formatNumber(day[outcome]),
        })),
      ]}
    />
  );
}
