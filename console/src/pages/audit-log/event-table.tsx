import type { AuditEvent } from '@latchkey/client';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { ListTable } from '../../listing/list-table.tsx';
import { sized, turnedList } from '../../listing/paging.ts';
import type { ListPage } from '../../listing/use-page.ts';
import { texts } from '../../texts/texts.ts';
import { eventColumns } from './event-columns.tsx';
import { EventFilters } from './event-filters.tsx';
import { ExportProgress } from './export-progress.tsx';
import { type AuditSearch, changedSearch, filtersOf, withEvent } from './search.ts';
import { useEventExport } from './use-event-export.ts';

interface EventTableProps {
  readonly search: AuditSearch;
  readonly page: ListPage<AuditEvent>;
  readonly show: (search: AuditSearch, options?: { readonly replace?: boolean }) => void;
}

/** Who changed what, newest first. */
export function EventTable({ search, page, show }: EventTableProps) {
  const { audit } = texts;
  const exporting = useEventExport();
  const filters = filtersOf(search);
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <ListTable
      title={audit.title}
      page={page}
      paging={search}
      turn={(to) => show(turnedList(changedSearch(search, {}), to))}
      trackBy="eventId"
      columns={eventColumns(({ eventId }) => show(withEvent(search, eventId), { replace: true }))}
      filters={
        <SpaceBetween size="s">
          <EventFilters search={search} change={(changes) => show(changedSearch(search, changes))} />
          {exporting.state !== null && <ExportProgress {...exporting} state={exporting.state} />}
        </SpaceBetween>
      }
      clear={isFiltered ? () => show(sized(search.size)) : undefined}
      empty={{ title: audit.empty, detail: audit.emptyDetail, noMatch: audit.noMatch }}
      others={
        <ButtonDropdown
          disabled={exporting.state?.is === 'running'}
          items={[
            { id: 'csv', text: audit.exports.csv },
            { id: 'jsonLines', text: audit.exports.jsonLines },
          ]}
          onItemClick={({ detail: { id } }) => exporting.start(filters, id === 'csv' ? 'csv' : 'jsonLines')}
        >
          {audit.exports.title}
        </ButtonDropdown>
      }
      table={{
        resizableColumns: true,
        selectedItems: page.items.filter(({ eventId }) => eventId === search.event),
        ariaLabels: { tableLabel: audit.table },
      }}
    />
  );
}
