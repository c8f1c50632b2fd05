import type { ProtectedApi } from '@latchkey/client';
import type { TableProps } from '@cloudscape-design/components/table';
import { PageLink } from '../../frame/page-link.tsx';
import { Moment } from '../../texts/moment.tsx';
import { formatNumber } from '../../texts/formats.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { Enforcement } from './enforcement.tsx';
import { apiHref } from './hrefs.ts';

const { columns } = texts.apis;

export const apiColumns: readonly TableProps.ColumnDefinition<ProtectedApi>[] = [
  {
    id: 'name',
    header: columns.name,
    cell: ({ name }) => <PageLink href={apiHref(name)}>{name}</PageLink>,
    isRowHeader: true,
    minWidth: 120,
  },
  {
    id: 'description',
    header: columns.description,
    cell: ({ description }) => <Named>{description}</Named>,
    minWidth: 150,
  },
  { id: 'enforcement', header: columns.enforcement, cell: (api) => <Enforcement {...api} />, minWidth: 170 },
  {
    id: 'gateway',
    header: columns.gateway,
    cell: ({ gateway }) => (
      <code className="name">
        {gateway.apiId}/{gateway.stage}
      </code>
    ),
    minWidth: 170,
  },
  {
    id: 'routes',
    header: columns.routes,
    cell: ({ routes }) => formatNumber(routes.length),
    minWidth: 90,
  },
  {
    id: 'managedBy',
    header: columns.managedBy,
    cell: ({ managedBy }) => (managedBy === null ? texts.apis.byHand : texts.apis.byDeployment),
    minWidth: 110,
  },
  {
    id: 'updatedAt',
    header: columns.updatedAt,
    cell: ({ updatedAt }) => <Moment at={updatedAt} />,
    minWidth: 120,
  },
];
