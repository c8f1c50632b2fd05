import type { Role } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import type { TableProps } from '@cloudscape-design/components/table';
import { PageLink } from '../../frame/page-link.tsx';
import { Moment } from '../../texts/moment.tsx';
import { formatNumber } from '../../texts/formats.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { roleHref } from './hrefs.ts';

const { columns } = texts.roles;
const shownScopes = 3;

export const roleColumns: readonly TableProps.ColumnDefinition<Role>[] = [
  {
    id: 'name',
    header: columns.name,
    cell: ({ name }) => <PageLink href={roleHref(name)}>{name}</PageLink>,
    isRowHeader: true,
    minWidth: 140,
  },
  {
    id: 'description',
    header: columns.description,
    cell: ({ description }) => <Named>{description}</Named>,
    minWidth: 200,
  },
  { id: 'scopes', header: columns.scopes, cell: ({ scopes }) => <Scopes scopes={scopes} />, minWidth: 220 },
  { id: 'projects', header: columns.projects, cell: (role) => projectsOf(role), minWidth: 120 },
  {
    id: 'updatedAt',
    header: columns.updatedAt,
    cell: ({ updatedAt }) => <Moment at={updatedAt} />,
    minWidth: 150,
  },
];

function Scopes({ scopes }: Pick<Role, 'scopes'>) {
  if (scopes.length === 0) return <Box color="text-status-inactive">{texts.scopes.none}</Box>;
  const rest = scopes.length - shownScopes;
  return (
    <span title={scopes.join(', ')}>
      {[...scopes.slice(0, shownScopes), ...(rest > 0 ? [`+${formatNumber(rest)}`] : [])].join(', ')}
    </span>
  );
}

function projectsOf({ accessRights: { projects = {} } }: Role): string {
  const names = Object.keys(projects);
  if (names.includes('*')) return texts.rights.allProjects;
  return names.length === 0 ? texts.roles.noProjects : formatNumber(names.length);
}
