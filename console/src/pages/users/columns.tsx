import type { User } from '@latchkey/client';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import { PageLink } from '../../frame/page-link.tsx';
import { Moment } from '../../texts/moment.tsx';
import { formatNumber } from '../../texts/formats.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { keysHref, userHref } from './hrefs.ts';
import { Status } from './status.tsx';

const { columns } = texts.users;

export const userColumns: readonly TableProps.ColumnDefinition<User>[] = [
  {
    id: 'user',
    header: columns.user,
    cell: ({ userId, displayName }) => (
      <PageLink href={userHref(userId)}>
        <Named>{displayName}</Named>
      </PageLink>
    ),
    isRowHeader: true,
    minWidth: 180,
  },
  { id: 'userId', header: columns.userId, cell: ({ userId }) => <Named>{userId}</Named>, minWidth: 180 },
  { id: 'roles', header: columns.roles, cell: ({ roles }) => <Roles roles={roles} />, minWidth: 150 },
  { id: 'status', header: columns.status, cell: (user) => <Status {...user} />, minWidth: 110 },
  {
    id: 'keys',
    header: columns.keys,
    cell: ({ userId, keyCount }) =>
      keyCount === 0 ? (
        formatNumber(0)
      ) : (
        <PageLink href={keysHref(userId)}>{texts.users.keys(formatNumber(keyCount))}</PageLink>
      ),
    minWidth: 110,
  },
  {
    id: 'createdAt',
    header: columns.createdAt,
    cell: ({ createdAt }) => <Moment at={createdAt} />,
    minWidth: 150,
  },
];

function Roles({ roles }: Pick<User, 'roles'>) {
  if (roles.length > 0) return <>{roles.join(', ')}</>;
  return <StatusIndicator type="warning">{texts.users.noRoles}</StatusIndicator>;
}
