import type { ApiKey } from '@latchkey/client';
import type { TableProps } from '@cloudscape-design/components/table';
import { formatNumber } from '../../texts/formats.ts';
import { Ago, Moment } from '../../texts/moment.tsx';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { Prefix, Status } from './cells.tsx';
import { Expiry } from './expiry.tsx';
import { KeyMenu } from './actions/key-menu.tsx';
import { KeyName } from './key-name.tsx';
import { Projects } from './projects.tsx';

const { columns } = texts.keys;

type Column = TableProps.ColumnDefinition<ApiKey> & { readonly id: keyof typeof columns };

/** Columns that are shown unless somebody has chosen others. */
export const shownByDefault = [
  'name',
  'prefix',
  'user',
  'type',
  'status',
  'expires',
  'projects',
  'lastUsed',
  'createdAt',
  'createdBy',
  'actions',
];

/** The columns of the list, in their order. Those with a `sortingField` are sorted by the server. */
export function columnsAt(nowMs: number): Column[] {
  return [
    {
      id: 'name',
      header: columns.name,
      cell: (key) => <KeyName {...key} />,
      sortingField: 'name',
      isRowHeader: true,
      minWidth: 145,
    },
    { id: 'prefix', header: columns.prefix, cell: (key) => <Prefix {...key} />, minWidth: 160 },
    { id: 'user', header: columns.user, cell: ({ userId }) => <Named>{userId}</Named>, minWidth: 160 },
    { id: 'type', header: columns.type, cell: ({ type }) => texts.keys.types[type], minWidth: 100 },
    { id: 'status', header: columns.status, cell: (key) => <Status {...key} />, minWidth: 112 },
    {
      id: 'expires',
      header: columns.expires,
      cell: ({ expiresAt }) => <Expiry expiresAt={expiresAt} nowMs={nowMs} />,
      sortingField: 'expiresAt',
      minWidth: 130,
    },
    { id: 'projects', header: columns.projects, cell: (key) => <Projects {...key} />, minWidth: 160 },
    {
      id: 'lastUsed',
      header: columns.lastUsed,
      cell: ({ lastUsedAt }) => <Ago at={lastUsedAt} nowMs={nowMs} otherwise={texts.keys.neverUsed} />,
      minWidth: 130,
    },
    {
      id: 'createdAt',
      header: columns.createdAt,
      cell: ({ createdAt }) => <Moment at={createdAt} />,
      sortingField: 'createdAt',
      minWidth: 150,
    },
    {
      id: 'createdBy',
      header: columns.createdBy,
      cell: ({ createdBy }) => <Named>{createdBy}</Named>,
      minWidth: 180,
    },
    { id: 'id', header: columns.id, cell: ({ id }) => <code>{id}</code>, minWidth: 320 },
    {
      id: 'description',
      header: columns.description,
      cell: ({ description }) => <Named>{description}</Named>,
      minWidth: 200,
    },
    {
      id: 'scopes',
      header: columns.scopes,
      cell: ({ scopes }) => (scopes === null ? texts.keys.allScopes : scopesOf(scopes)),
      minWidth: 200,
    },
    {
      id: 'lastRotated',
      header: columns.lastRotated,
      cell: ({ lastRotatedAt }) => <Ago at={lastRotatedAt} nowMs={nowMs} otherwise={texts.keys.never} />,
      minWidth: 130,
    },
    {
      id: 'actions',
      header: columns.actions,
      cell: (key) => <KeyMenu apiKey={key} variant="row" />,
      minWidth: 108,
    },
  ];
}

const shownScopes = 3;

function scopesOf(scopes: readonly string[]): string {
  if (scopes.length === 0) return texts.keys.noScopes;
  const rest = scopes.length - shownScopes;
  return [...scopes.slice(0, shownScopes), ...(rest > 0 ? [`+${formatNumber(rest)}`] : [])].join(', ');
}
