import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { useFollow } from '../../frame/follow.ts';
import { useServices } from '../../start/services.ts';
import { Failure } from '../../states/failure.tsx';
import { formatDay, formatRelative, formatUtc } from '../../texts/formats.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { useNow } from '../../texts/use-now.ts';

const shown = 5;

/** The keys that end next. */
export function Expiring({ isManager }: { readonly isManager: boolean }) {
  const { api } = useServices();
  const { keys: words } = texts.overview;
  const follow = useFollow();
  const nowMs = useNow();
  const { data, error, refetch, isPending } = useQuery({
    queryKey: ['api-keys', 'next-to-expire'],
    queryFn: async ({ signal }) => {
      const query = { expiresAfter: new Date().toISOString(), sort: 'expiresAt', limit: shown } as const;
      return (await api.keys.list(query, { signal }).page()).items;
    },
  });
  const title = isManager ? words.expiring : words.ownExpiring;
  const all = (
    <Link href="/api-keys?sort=expiresAt" onFollow={follow}>
      {words.all}
    </Link>
  );
  return (
    <Table
      wrapLines
      items={data ?? []}
      trackBy="id"
      loading={isPending}
      loadingText={texts.states.loading}
      ariaLabels={{ tableLabel: title }}
      header={
        <Header variant="h2" actions={all}>
          {title}
        </Header>
      }
      empty={error === null ? words.noneExpiring : <Failure error={error} retry={() => void refetch()} />}
      columnDefinitions={[
        {
          id: 'name',
          header: words.name,
          isRowHeader: true,
          minWidth: 130,
          cell: ({ id, name }) => (
            <Link href={`/api-keys/${id}`} onFollow={follow}>
              <Named>{name}</Named>
            </Link>
          ),
        },
        {
          id: 'expires',
          header: words.expires,
          minWidth: 130,
          cell: ({ expiresAt: at }) =>
            at !== null && (
              <span title={formatUtc(at)}>
                {texts.keys.expiresOn(formatDay(at), formatRelative(at, nowMs))}
              </span>
            ),
        },
        {
          id: 'lastUsed',
          header: words.lastUsed,
          cell: ({ lastUsedAt: at }) =>
            at === null ? (
              texts.keys.neverUsed
            ) : (
              <span title={formatUtc(at)}>{formatRelative(at, nowMs)}</span>
            ),
        },
      ]}
    />
  );
}
