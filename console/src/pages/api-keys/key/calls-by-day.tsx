import type { ApiKey } from '@latchkey/client';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useQuery } from '@tanstack/react-query';
import { CallsChart } from '../../../calls-chart/calls-chart.tsx';
import { Empty } from '../../../states/empty.tsx';
import { Failure } from '../../../states/failure.tsx';
import { Loading } from '../../../states/loading.tsx';
import { useServices } from '../../../start/services.ts';
import { formatNumber } from '../../../texts/formats.ts';
import { texts } from '../../../texts/texts.ts';

/** Calls a day by outcome, of the last 30 days. */
export function CallsByDay({ apiKey: { id } }: { readonly apiKey: ApiKey }) {
  const { usage: words } = texts.apiKey;
  const { api } = useServices();
  const { data, error, refetch } = useQuery({
    queryKey: ['api-keys', id, 'usage', 'days'],
    queryFn: ({ signal }) => api.usage.summary(id, {}, { signal }),
  });
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
      {data !== undefined && data.total > 0 && <CallsChart days={data.days} />}
    </Container>
  );
}
