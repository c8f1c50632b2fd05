import type { User } from '@latchkey/client';
import type { TableProps } from '@cloudscape-design/components/table';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { getRouteApi } from '@tanstack/react-router';
import { PageLink } from '../../frame/page-link.tsx';
import { ListTable } from '../../listing/list-table.tsx';
import { readPaging } from '../../listing/paging.ts';
import { usePage } from '../../listing/use-page.ts';
import { useServices } from '../../start/services.ts';
import { formatNumber } from '../../texts/formats.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';

const route = getRouteApi('/roles/$name');
const { columns } = texts.users;

const holderColumns: readonly TableProps.ColumnDefinition<User>[] = [
  {
    id: 'user',
    header: columns.user,
    isRowHeader: true,
    minWidth: 150,
    cell: ({ userId, displayName }) => (
      <PageLink href={`/users/${encodeURIComponent(userId)}`}>
        <Named>{displayName}</Named>
      </PageLink>
    ),
  },
  { id: 'userId', header: columns.userId, cell: ({ userId }) => <Named>{userId}</Named>, minWidth: 190 },
  {
    id: 'status',
    header: columns.status,
    minWidth: 110,
    cell: ({ status }) => (
      <StatusIndicator type={status === 'active' ? 'success' : 'stopped'}>
        {texts.users.statuses[status]}
      </StatusIndicator>
    ),
  },
  { id: 'keys', header: columns.keys, cell: ({ keyCount }) => formatNumber(keyCount), minWidth: 80 },
];

/** Who holds a role, a page at a time. */
export function Holders({ name }: { readonly name: string }) {
  const { api } = useServices();
  const paging = readPaging({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const page = usePage({
    queryKey: ['users', 'holders', name],
    paging,
    read: (query, options) => api.list('/roles/{name}/holders', { path: { name }, query, ...options }).page(),
  });
  return (
    <ListTable
      variant="container"
      title={texts.roles.holders}
      page={page}
      paging={paging}
      turn={(to) => void navigate({ search: to })}
      trackBy="userId"
      columns={holderColumns}
      empty={{ title: texts.roles.noHolders, detail: texts.roles.noHoldersDetail }}
    />
  );
}
