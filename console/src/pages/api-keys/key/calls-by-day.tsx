import type { ApiKey } from '@latchkey/client';
import BarChart from '@cloudscape-design/components/bar-chart';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useQuery } from '@tanstack/react-query';
import { Empty } from '../../../states/empty.tsx';
import { Failure } from '../../../states/failure.tsx';
import { Loading } from '../../../states/loading.tsx';
import { useServices } from '../../../start/services.ts';
import { formatDay, formatNumber } from '../../../texts/formats.ts';
import { texts } from '../../../texts/texts.ts';

/** Calls a day by outcome, of the last 30 days. */
export function CallsByDay({ apiKey: { id } }: { readonly apiKey: ApiKey }) {
  const { usage: words } = texts.apiKey;
  const { api } = useServices();
  const { data, error, refetch } = useQuery({
    queryKey: ['api-keys', id, 'usage', 'days'],
    queryFn: ({ signal }) => api.usage.summary(id, {}, { signal }),
  });
  const days = data?.days ?? [];
  const highest = Math.max(1, ...days.map(({ success, denied, error: failed }) => success + denied + failed));
  const series = (['success', 'denied', 'error'] as const).map((outcome) => ({
    type: 'bar' as const,
    title: words.outcomes[outcome],
    data: days.map((day) => ({ x: formatDay(day.date), y: day[outcome] })),
  }));
  return (
    <Container
      header={
        <Header variant="h2" description={data === undefined ? '' : words.total(formatNumber(data.total))}>
          {words.title}
        </Header>
      }
    >
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.total === 0 && <Empty title={words.noCalls} detail={words.noCallsDetail} />}
      {data !== undefined && data.total > 0 && (
        <BarChart
          ariaLabel={words.chart}
          height={200}
          stackedBars
          hideFilter
          series={series}
          xScaleType="categorical"
          xDomain={days.map(({ date }) => formatDay(date))}
          yDomain={[0, highest]}
          yTickFormatter={(value) => (Number.isInteger(value) ? formatNumber(value) : '')}
          i18nStrings={{ xTickFormatter: (value) => value.slice(0, 5) }}
          xTitle={words.days}
          yTitle={words.calls}
        />
      )}
    </Container>
  );
}
