import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import { PageLink } from '../../frame/page-link.tsx';
import { useServices } from '../../start/services.ts';
import { Failure } from '../../states/failure.tsx';
import { Loading } from '../../states/loading.tsx';
import { formatDay, formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';

/** How many calls an API had, and how many were refused. */
export function Calls({ name }: { readonly name: string }) {
  const { calls } = texts.apis;
  const { api } = useServices();
  const { data, error, refetch } = useQuery({
    queryKey: ['usage', 'summary'],
    queryFn: ({ signal }) => api.request('GET', '/usage/summary', { signal }),
  });
  const own = data?.byApi.find((each) => each.api === name) ?? { success: 0, denied: 0, error: 0 };
  return (
    <Container
      header={
        <Header
          variant="h2"
          {...(data !== undefined && {
            description: calls.between(formatDay(data.from), formatDay(data.to)),
          })}
        >
          {calls.title}
        </Header>
      }
    >
      {data === undefined ? (
        error === null ? (
          <Loading />
        ) : (
          <Failure error={error} retry={() => void refetch()} />
        )
      ) : (
        <SpaceBetween size="m">
          <KeyValuePairs
            columns={3}
            items={[
              { label: calls.success, value: <Count value={own.success} /> },
              {
                label: calls.denied,
                value:
                  own.denied === 0 ? (
                    <Count value={0} />
                  ) : (
                    <StatusIndicator type="warning">{formatNumber(own.denied)}</StatusIndicator>
                  ),
              },
              {
                label: calls.error,
                value:
                  own.error === 0 ? (
                    <Count value={0} />
                  ) : (
                    <StatusIndicator type="error">{formatNumber(own.error)}</StatusIndicator>
                  ),
              },
            ]}
          />
          <PageLink href={`/api-keys?api=${encodeURIComponent(name)}`}>{calls.keys}</PageLink>
        </SpaceBetween>
      )}
    </Container>
  );
}

function Count({ value }: { readonly value: number }) {
  return <Box variant="span">{formatNumber(value)}</Box>;
}
