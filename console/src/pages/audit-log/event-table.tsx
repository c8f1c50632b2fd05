import type { AuditEvent } from '@latchkey/client';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { CursorPagination } from '../../listing/cursor-pagination.tsx';
import type { ListedPage } from '../../listing/listed-page.ts';
import { ListingProgress } from '../../listing/listing-progress.tsx';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';
import { eventColumns } from './event-columns.tsx';
import { EventFilters } from './event-filters.tsx';
import { ExportProgress } from './export-progress.tsx';
import {
  type AuditSearch,
  changedSearch,
  clearedSearch,
  defaultPageSize,
  filtersOf,
  hasFilters,
  pageSizes,
  withEvent,
} from './search.ts';
import { useEventExport } from './use-event-export.ts';

interface EventTableProps {
  readonly search: AuditSearch;
  readonly page: ListedPage<AuditEvent>;
  readonly show: (search: AuditSearch, options?: { readonly replace?: boolean }) => void;
}

/** Who changed what, newest first. */
export function EventTable({ search, page, show }: EventTableProps) {
  const { audit, keys } = texts;
  const exporting = useEventExport();
  const { size = defaultPageSize, page: number = 1, cursor } = search;
  const place = { list: JSON.stringify(['audit-events', filtersOf(search), size]), page: number, cursor };
  return (
    <Table
      variant="full-page"
      stickyHeader
      resizableColumns
      wrapLines
      trackBy="eventId"
      items={page.items}
      columnDefinitions={eventColumns(({ eventId }) => show(withEvent(search, eventId), { replace: true }))}
      loading={page.state === 'loading' || page.isFormer}
      loadingText={texts.states.loading}
      selectedItems={page.items.filter(({ eventId }) => eventId === search.event)}
      ariaLabels={{ tableLabel: audit.table }}
      header={
        <Header
          variant="awsui-h1-sticky"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="refresh" ariaLabel={texts.cursorPages.refresh} onClick={page.refresh} />
              <ButtonDropdown
                disabled={exporting.state?.is === 'running'}
                items={[
                  { id: 'csv', text: audit.exports.csv },
                  { id: 'jsonLines', text: audit.exports.jsonLines },
                ]}
                onItemClick={({ detail: { id } }) =>
                  exporting.start(filtersOf(search), id === 'csv' ? 'csv' : 'jsonLines')
                }
              >
                {audit.exports.title}
              </ButtonDropdown>
            </SpaceBetween>
          }
        >
          {audit.title}
        </Header>
      }
      filter={
        <SpaceBetween size="s">
          <EventFilters search={search} change={(changes) => show(changedSearch(search, changes))} />
          {exporting.state !== null && <ExportProgress {...exporting} state={exporting.state} />}
          <ListingProgress page={page} />
        </SpaceBetween>
      }
      pagination={
        <CursorPagination
          place={place}
          nextCursor={page.nextCursor}
          disabled={page.isFormer || page.state === 'loading'}
          show={(target, start) => {
            const first = changedSearch(search, {});
            show(start === undefined ? first : { ...first, page: target, cursor: start });
          }}
        />
      }
      preferences={
        <CollectionPreferences
          title={keys.preferences.title}
          confirmLabel={keys.preferences.confirm}
          cancelLabel={keys.preferences.cancel}
          preferences={{ pageSize: size }}
          pageSizePreference={{
            title: keys.preferences.pageSize,
            options: pageSizes.map((value) => ({ value, label: audit.pageSizes(formatNumber(value)) })),
          }}
          onConfirm={({ detail }) =>
            show(changedSearch(search, { size: pageSizes.find((each) => each === detail.pageSize) }))
          }
        />
      }
      empty={<NothingThere search={search} page={page} show={show} />}
    />
  );
}

function NothingThere({ search, page, show }: EventTableProps) {
  const { audit, states } = texts;
  if (page.error !== null) return <Failure error={page.error} retry={page.refresh} />;
  if (page.state === 'searching' || page.state === 'stopped') return null;
  if (!hasFilters(search)) return <Empty title={audit.empty} detail={audit.emptyDetail} />;
  const clear = <Button onClick={() => show(clearedSearch(search))}>{states.clearFilters}</Button>;
  return <Empty title={audit.noMatch} action={clear} />;
}
