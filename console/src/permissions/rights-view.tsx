import type { AccessRights } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Table from '@cloudscape-design/components/table';
import { Named } from '../texts/named.tsx';
import { texts } from '../texts/texts.ts';

interface Row {
  readonly id: string;
  readonly project: string;
  readonly kind: 'module' | 'environment';
  readonly name: string;
  readonly actions: string;
}

/** Access rights, a row for each module and environment. */
export function RightsView({ rights }: { readonly rights: AccessRights }) {
  const { rights: words } = texts;
  const rows = rowsOf(rights);
  if (rows.length === 0) return <Box color="text-status-inactive">{words.none}</Box>;
  return (
    <Table
      variant="embedded"
      wrapLines
      trackBy="id"
      items={rows}
      ariaLabels={{ tableLabel: words.title }}
      columnDefinitions={[
        {
          id: 'project',
          header: words.project,
          isRowHeader: true,
          minWidth: 130,
          cell: ({ project }) => <Pattern text={project} all={words.allProjects} />,
        },
        {
          id: 'name',
          header: words.target,
          minWidth: 170,
          cell: ({ kind, name }) => <Pattern text={name} all={words.all[kind]} before={words.kinds[kind]} />,
        },
        { id: 'actions', header: words.actions, minWidth: 130, cell: ({ actions }) => actions },
      ]}
    />
  );
}

/** A name, or what `*` stands for. */
function Pattern({
  text,
  all,
  before,
}: {
  readonly text: string;
  readonly all: string;
  readonly before?: string;
}) {
  if (text === '*') return <>{all}</>;
  return (
    <>
      {before !== undefined && (
        <>
          <Box variant="small">{before}</Box>{' '}
        </>
      )}
      <Named>{text}</Named>
    </>
  );
}

function rowsOf({ projects = {} }: AccessRights): Row[] {
  return Object.entries(projects).flatMap(([project, { modules = {}, environments = {} }]) => {
    const row = (
      kind: Row['kind'],
      name: string,
      actions: readonly ('read' | 'write' | 'execute' | 'deploy')[],
    ) => ({
      id: JSON.stringify([project, kind, name]),
      project,
      kind,
      name,
      actions: actions.map((action) => texts.rights.verbs[action]).join(', '),
    });
    return [
      ...Object.entries(modules).map(([name, right]) =>
        row('module', name, right === 'write' ? ['read', 'write'] : ['read']),
      ),
      ...Object.entries(environments).map(([name, actions]) => row('environment', name, actions)),
    ];
  });
}
