import type { Webhook } from '@latchkey/client';
import type { TableProps } from '@cloudscape-design/components/table';
import { PageLink } from '../../frame/page-link.tsx';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { Events, Status, Target } from './cells.tsx';
import { webhookHref } from './hrefs.ts';

const { columns, scopeOf } = texts.webhooks;

/** @param isManager whether webhooks of others are listed as well */
export function webhookColumns(isManager: boolean): readonly TableProps.ColumnDefinition<Webhook>[] {
  return [
    {
      id: 'name',
      header: columns.name,
      cell: ({ id, name }) => (
        <PageLink href={webhookHref(id)}>
          <Named>{name}</Named>
        </PageLink>
      ),
      isRowHeader: true,
      minWidth: 140,
    },
    { id: 'status', header: columns.status, cell: (each) => <Status {...each} />, minWidth: 130 },
    { id: 'target', header: columns.target, cell: (each) => <Target {...each} />, minWidth: 180 },
    { id: 'events', header: columns.events, cell: (each) => <Events {...each} />, minWidth: 235 },
    { id: 'scope', header: columns.scope, cell: ({ scope }) => scopeOf[scope], minWidth: 120 },
    ...(isManager ? [ownerColumn] : []),
  ];
}

const ownerColumn: TableProps.ColumnDefinition<Webhook> = {
  id: 'owner',
  header: columns.owner,
  cell: ({ userId }) => <Named>{userId}</Named>,
  minWidth: 150,
};
