import type { ApiKey, UsageEntry } from '@latchkey/client';
import type { TableProps } from '@cloudscape-design/components/table';
import Link from '@cloudscape-design/components/link';
import SplitPanel from '@cloudscape-design/components/split-panel';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useSettings } from '../../../api/deployment.ts';
import { type DetailPanel, useDetailPanel } from '../../../frame/detail-panel.tsx';
import { ListTable } from '../../../listing/list-table.tsx';
import { sized, turnedList } from '../../../listing/paging.ts';
import { usePage } from '../../../listing/use-page.ts';
import { useServices } from '../../../start/services.ts';
import { formatMoment } from '../../../texts/formats.ts';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';
import { CallDetails } from './call-details.tsx';
import { CallFilters } from './call-filters.tsx';
import { callFiltersOf, type CallFilters as Filters, readKeySearch } from './search.ts';

const route = getRouteApi('/api-keys/$id');
const indicators = { success: 'success', denied: 'stopped', error: 'error' } as const;

/** The calls with a key, newest first, each with its details. */
export function CallEntries({ apiKey: { id } }: { readonly apiKey: ApiKey }) {
  const { usage: words } = texts.apiKey;
  const { api } = useServices();
  const { data: settings } = useSettings();
  const search = readKeySearch({ ...route.useSearch() });
  const filters = callFiltersOf(search);
  const navigate = route.useNavigate();
  const [opened, setOpened] = useState<UsageEntry | null>(null);
  const panel = useMemo(() => opened && panelOf(opened, () => setOpened(null)), [opened]);
  useDetailPanel(panel);
  const page = usePage({
    queryKey: ['api-keys', id, 'usage', 'entries', filters],
    paging: search,
    read: (part, options) => api.usage.list(id, { ...filters, ...part }, options).page(),
  });
  const recordedUntil = page.headers?.get('Usage-Recorded-Until') ?? null;
  const isFiltered = Object.keys(filters).length > 0;
  const show = (changed: Filters) =>
    void navigate({ search: { ...(search.tab && { tab: search.tab }), ...changed, ...sized(search.size) } });
  const emptyDetail = () => {
    if (settings?.usageDetail === 'none') return words.noDetails;
    return settings?.usageDetail === 'denied' ? words.onlyDenied : words.noCallsDetail;
  };
  return (
    <ListTable
      variant="container"
      title={words.entries}
      detail={recordedUntil === null ? '' : words.recordedUntil(formatMoment(recordedUntil))}
      page={page}
      paging={search}
      turn={(to) => void navigate({ search: turnedList(search, to) })}
      trackBy={keyOf}
      columns={columns(setOpened)}
      filters={<CallFilters filters={filters} show={show} />}
      clear={isFiltered ? () => show({}) : undefined}
      empty={{ title: words.empty, detail: emptyDetail(), noMatch: words.noMatch }}
    />
  );
}

const keyOf = ({ requestId, at }: UsageEntry) => `${requestId} ${at}`;

function panelOf(entry: UsageEntry, close: () => void): DetailPanel {
  const { usage: words } = texts.apiKey;
  const content = (
    <SplitPanel
      header={words.details}
      closeBehavior="hide"
      hidePreferencesButton
      i18nStrings={{ closeButtonAriaLabel: words.close }}
    >
      <CallDetails entry={entry} />
    </SplitPanel>
  );
  return { id: keyOf(entry), content, close };
}

function columns(open: (entry: UsageEntry) => void): TableProps.ColumnDefinition<UsageEntry>[] {
  const { usage: words } = texts.apiKey;
  return [
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
            open(entry);
          }}
        >
          {formatMoment(entry.at)}
        </Link>
      ),
    },
    {
      id: 'outcome',
      header: words.outcome,
      minWidth: 150,
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
  ];
}
