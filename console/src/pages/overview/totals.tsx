import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import { useFollow } from '../../frame/follow.ts';
import { useKeyCounts } from '../../key-counts/key-counts.ts';
import { formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';

/** How many keys there are, by status and type, each with the list of them. */
export function Totals({ isManager }: { readonly isManager: boolean }) {
  const { overview, keys } = texts;
  const counts = useKeyCounts().data?.counts;
  const follow = useFollow();
  const figure = (label: string, query: string, count: number | undefined) => ({
    label,
    value: (
      <Link
        variant="awsui-value-large"
        href={`/api-keys${query}`}
        ariaLabel={`${label}: ${count === undefined ? '–' : formatNumber(count)}`}
        onFollow={follow}
      >
        {count === undefined ? '–' : formatNumber(count)}
      </Link>
    ),
  });
  return (
    <Container
      fitHeight
      header={<Header variant="h2">{isManager ? overview.keys.title : overview.keys.own}</Header>}
    >
      <KeyValuePairs
        columns={3}
        minColumnWidth={100}
        items={[
          figure(overview.keys.total, '', counts?.total),
          ...(['active', 'paused', 'expired'] as const).map((status) =>
            figure(keys.statuses[status], `?status=${status}`, counts?.byStatus[status]),
          ),
          ...(['admin', 'end-user'] as const).map((type) =>
            figure(keys.types[type], `?type=${type}`, counts?.byType[type]),
          ),
        ]}
      />
    </Container>
  );
}
