import { verifyChain, type ApiKey, type AuditEvent, type ChainReport } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ListTable } from '../../../listing/list-table.tsx';
import { pageOf } from '../../../listing/page-of.ts';
import { turnedList } from '../../../listing/paging.ts';
import { Failure } from '../../../states/failure.tsx';
import { Loading } from '../../../states/loading.tsx';
import { useServices } from '../../../start/services.ts';
import { formatNumber } from '../../../texts/formats.ts';
import { Moment } from '../../../texts/moment.tsx';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';

import { readKeySearch } from './search.ts';

const route = getRouteApi('/api-keys/$id');

/** All that was done to a key, its hash chain recomputed in the browser. */
export function AuditTrail({ apiKey }: { readonly apiKey: ApiKey }) {
  const { audit: words } = texts.apiKey;
  const { api } = useServices();
  const { id, updatedAt } = apiKey;
  const search = readKeySearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery({
    queryKey: ['api-keys', id, 'audit-events', updatedAt],
    queryFn: async ({ signal }) => {
      const query = { targetId: id, targetType: 'api_key' as const, limit: 100 };
      const events: AuditEvent[] = [];
      for await (const event of api.audit.list(query, { signal })) events.push(event);
      return { events, report: await verifyChain(events) };
    },
  });
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return (
    <SpaceBetween size="l">
      <Chain {...data} />
      <ListTable
        variant="container"
        title={words.table}
        page={pageOf(`audit trail of ${id}`, data.events, search, () => void refetch())}
        paging={search}
        turn={(to) => void navigate({ search: turnedList(search, to) })}
        trackBy="eventId"
        columns={columns}
        empty={{ title: words.none }}
      />
    </SpaceBetween>
  );
}

const { audit: headers } = texts.apiKey;

const columns: readonly TableProps.ColumnDefinition<AuditEvent>[] = [
  { id: 'number', header: headers.number, cell: ({ sequence }) => formatNumber(sequence), minWidth: 60 },
  { id: 'at', header: headers.at, cell: ({ at }) => <Moment at={at} />, minWidth: 120 },
  {
    id: 'action',
    header: headers.action,
    cell: ({ action }) => actionText(action),
    isRowHeader: true,
    minWidth: 110,
  },
  { id: 'actor', header: headers.actor, cell: (event) => <Actor {...event} />, minWidth: 150 },
  { id: 'changes', header: headers.changes, cell: (event) => <Changes {...event} />, minWidth: 260 },
  { id: 'address', header: headers.address, cell: addressOf, minWidth: 120 },
];

interface ChainProps {
  readonly events: readonly AuditEvent[];
  readonly report: ChainReport;
}

function Chain({ events, report: { faults, linkedOnly } }: ChainProps) {
  const { audit: words } = texts.apiKey;
  const count = formatNumber(events.length);
  const first = Math.min(...events.map(({ sequence }) => sequence));
  if (faults.length > 0) {
    return (
      <Alert type="error" header={words.broken(formatNumber(faults.length))}>
        <ul>
          {faults.map(({ eventId, sequence, reason }) => (
            <li key={`${eventId} ${reason}`}>{words.faults[reason](formatNumber(sequence))}</li>
          ))}
        </ul>
      </Alert>
    );
  }
  const isRecomputed = linkedOnly === 0;
  return (
    <Alert type="success" header={isRecomputed ? words.unbroken(count) : words.linked(count)}>
      {isRecomputed ? words.unbrokenDetail : words.linkedDetail}{' '}
      {events.length > 0 && first > 1 && words.from(formatNumber(first))}
    </Alert>
  );
}

function actionText(action: string): string {
  const known: Readonly<Record<string, string>> = texts.apiKey.audit.actions;
  return known[action] ?? action;
}

function Actor({ actor: { userId, via } }: Pick<AuditEvent, 'actor'>) {
  return (
    <>
      <Named>{userId}</Named>, {texts.apiKey.audit.via[via]}
    </>
  );
}

function Changes({ changes }: Pick<AuditEvent, 'changes'>) {
  const { audit: words } = texts.apiKey;
  // What was made begins with fields that have nothing: they say nothing.
  const all = Object.entries(changes).filter(([, { from, to }]) => shown(from) !== shown(to));
  if (all.length === 0) return <>{words.noChanges}</>;
  return (
    <ul className="plain-list">
      {all.map(([field, { from, to }]) => (
        <li key={field}>
          <strong>{field}</strong>: <Named>{shown(from)}</Named> {words.becomes} <Named>{shown(to)}</Named>
        </li>
      ))}
    </ul>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return texts.apiKey.audit.nothing;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function addressOf(event: AuditEvent): string {
  const { audit: words } = texts.apiKey;
  if (!('sourceIp' in event)) return words.withheld;
  return event.sourceIp ?? words.noAddress;
}
