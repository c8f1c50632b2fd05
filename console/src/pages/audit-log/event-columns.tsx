import type { AuditEvent } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import type { TableProps } from '@cloudscape-design/components/table';
import { formatMoment, formatNumber, formatUtc } from '../../texts/formats.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';

/** Fields that a row names before it only counts them. */
const namedFields = 4;

/** The columns of the audit log, in their order. */
export function eventColumns(open: (event: AuditEvent) => void): TableProps.ColumnDefinition<AuditEvent>[] {
  const { columns, actions, targetTypes, details } = texts.audit;
  return [
    {
      id: 'at',
      header: columns.at,
      cell: ({ at }) => <span title={formatUtc(at)}>{formatMoment(at)}</span>,
      minWidth: 170,
    },
    {
      id: 'action',
      header: columns.action,
      cell: (event) => (
        <Button
          variant="inline-link"
          ariaLabel={details.open(actions[event.action], event.target.name)}
          onClick={() => open(event)}
        >
          {actions[event.action]}
        </Button>
      ),
      isRowHeader: true,
      minWidth: 180,
    },
    {
      id: 'target',
      header: columns.target,
      cell: ({ target }) => (
        <>
          <Named>{target.name}</Named>
          <Box variant="small" display="block">
            {targetTypes[target.type]}
          </Box>
        </>
      ),
      minWidth: 180,
    },
    {
      id: 'actor',
      header: columns.actor,
      cell: ({ actor }) => <Named>{actor.userId}</Named>,
      minWidth: 200,
    },
    { id: 'changes', header: columns.changes, cell: ({ changes }) => fieldsOf(changes), minWidth: 200 },
    {
      id: 'sourceIp',
      header: columns.sourceIp,
      cell: ({ sourceIp }) => sourceIp ?? '–',
      minWidth: 130,
    },
  ];
}

function fieldsOf(changes: AuditEvent['changes']): string {
  const names = Object.keys(changes).toSorted();
  const rest = names.length - namedFields;
  return [...names.slice(0, namedFields), ...(rest > 0 ? [`+${formatNumber(rest)}`] : [])].join(', ') || '–';
}
