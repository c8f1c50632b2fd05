import type { ApiKey, UsageEntry } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useSettings } from '../../../api/deployment.ts';
import { Empty } from '../../../states/empty.tsx';
import { Failure } from '../../../states/failure.tsx';
import { useServices } from '../../../start/services.ts';
import { formatMoment } from '../../../texts/formats.ts';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';
import { CallDetails } from './call-details.tsx';
import { CallFilters } from './call-filters.tsx';

const route = getRouteApi('/api-keys/$id');
const indicators = { success: 'success', denied: 'stopped', error: 'error' } as const;

/** The calls with a key, newest first, each with its details. */
export function CallEntries({ apiKey: { id } }: { readonly apiKey: ApiKey }) {
  const { usage: words } = texts.apiKey;
  const { api } = useServices();
  const { data: settings } = useSettings();
  const { tab, ...filters } = route.useSearch();
  const navigate = route.useNavigate();
  const [opened, setOpened] = useState<UsageEntry | null>(null);
  const entries = useInfiniteQuery({
    queryKey: ['api-keys', id, 'usage', 'entries', filters],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters, limit: 25, ...(pageParam !== null && { cursor: pageParam }) };
      return api.usage.list(id, query, { signal }).page();
    },
    getNextPageParam: ({ cursor }) => cursor,
  });
  const { data, error, isPending, isFetching, hasNextPage, fetchNextPage, refetch } = entries;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const recordedUntil = data?.pages[0]?.headers.get('Usage-Recorded-Until') ?? null;
  const isFiltered = Object.keys(filters).length > 0;
  const show = (changed: object) => void navigate({ search: { ...(tab && { tab }), ...changed } });
  const emptyDetail = () => {
    if (settings?.usageDetail === 'none') return words.noDetails;
    return settings?.usageDetail === 'denied' ? words.onlyDenied : words.noCallsDetail;
  };
  return (
    <>
      <Table
        wrapLines
        trackBy={(entry) => `${entry.requestId} ${entry.at}`}
        items={items}
        loading={isPending}
        loadingText={texts.states.loading}
        ariaLabels={{ tableLabel: words.entries }}
        header={
          <Header
            variant="h2"
            description={recordedUntil === null ? '' : words.recordedUntil(formatMoment(recordedUntil))}
            actions={
              <Button
                iconName="refresh"
                ariaLabel={words.refresh}
                loading={isFetching && !isPending}
                onClick={() => void refetch()}
              />
            }
          >
            {words.entries}
          </Header>
        }
        filter={<CallFilters filters={filters} show={show} />}
        columnDefinitions={[
          {
            id: 'at',
            header: words.at,
            isRowHeader: true,
            minWidth: 160,
            cell: (entry) => (
              <Link
                href="#"
                ariaLabel={words.open(formatMoment(entry.at))}
                onFollow={(event) => {
                  event.preventDefault();
                  setOpened(entry);
                }}
              >
                {formatMoment(entry.at)}
              </Link>
            ),
          },
          {
            id: 'outcome',
            header: words.outcome,
            minWidth: 160,
            cell: ({ outcome }) => (
              <StatusIndicator type={indicators[outcome]}>{words.outcomes[outcome]}</StatusIndicator>
            ),
          },
          {
            id: 'call',
            header: words.call,
            minWidth: 200,
            cell: ({ method, path }) => <Named>{`${method ?? ''} ${path ?? words.unknown}`}</Named>,
          },
          {
            id: 'code',
            header: words.code,
            minWidth: 120,
            cell: ({ code }) => <code className="name">{code}</code>,
          },
          {
            id: 'address',
            header: words.address,
            minWidth: 130,
            cell: ({ sourceIp }) => sourceIp ?? words.unknown,
          },
        ]}
        empty={
          error !== null ? (
            <Failure error={error} retry={() => void refetch()} />
          ) : isFiltered ? (
            <Empty
              title={words.noMatch}
              action={<Button onClick={() => show({})}>{texts.states.clearFilters}</Button>}
            />
          ) : (
            <Empty title={words.empty} detail={emptyDetail()} />
          )
        }
        footer={
          hasNextPage && (
            <Box textAlign="center">
              <SpaceBetween size="xs">
                {error !== null && items.length > 0 && <Failure error={error} />}
                <Button loading={isFetching} onClick={() => void fetchNextPage()}>
                  {words.more}
                </Button>
              </SpaceBetween>
            </Box>
          )
        }
      />
      {opened !== null && <CallDetails entry={opened} close={() => setOpened(null)} />}
    </>
  );
}
