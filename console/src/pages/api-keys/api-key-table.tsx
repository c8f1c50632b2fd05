import type { ApiKey } from '@latchkey/client';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { may, usePrincipal } from '../../api/principal.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';
import { useNow } from '../../texts/use-now.ts';
import { keepChosenColumns, readChosenColumns } from './chosen-columns.ts';
import { columnsAt } from './columns.tsx';
import { Filters } from './filters.tsx';
import { extendTrail, readTrail } from './page-trail.ts';
import { Preferences } from './preferences.tsx';
import {
  type ApiKeySearch,
  changedSearch,
  clearedSearch,
  defaultPageSize,
  defaultSort,
  hasFilters,
  pageSizes,
} from './search.ts';
import { SearchProgress } from './search-progress.tsx';
import { type ApiKeyPage, useApiKeys } from './use-api-keys.ts';

interface ApiKeyTableProps {
  readonly search: ApiKeySearch;
  readonly show: (search: ApiKeySearch, options?: { readonly replace?: boolean }) => void;
}

export function ApiKeyTable({ search, show }: ApiKeyTableProps) {
  const isManager = may(usePrincipal(), 'api-keys:manage');
  const page = useApiKeys(search);
  const [selected, setSelected] = useState<readonly ApiKey[]>([]);
  const [shown, setShown] = useState(readChosenColumns);
  const columns = columnsAt(useNow());
  const { sort = defaultSort, size = defaultPageSize } = search;
  const field = sort.replace('-', '');
  // What is selected is of the page that is shown: nothing is done to what nobody sees.
  const chosen = selected.flatMap(({ id }) => page.keys.find((key) => key.id === id) ?? []);
  const { keys } = texts;
  return (
    <Table
      variant="full-page"
      stickyHeader
      resizableColumns
      wrapLines
      trackBy="id"
      items={page.keys}
      columnDefinitions={columns}
      columnDisplay={columns.map(({ id }) => ({ id, visible: shown.includes(id) }))}
      loading={page.state === 'loading' || page.isFormer}
      loadingText={texts.states.loading}
      selectionType="multi"
      selectedItems={chosen}
      onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
      ariaLabels={{
        tableLabel: keys.table,
        selectionGroupLabel: keys.table,
        allItemsSelectionLabel: () => keys.selection.all,
        itemSelectionLabel: (_, { name }) => keys.selection.one(name),
      }}
      sortingColumn={{ sortingField: field }}
      sortingDescending={sort.startsWith('-')}
      onSortingChange={({ detail }) => {
        const by = detail.sortingColumn.sortingField as 'createdAt' | 'name' | 'expiresAt';
        show(changedSearch(search, { sort: detail.isDescending === true ? `-${by}` : by }));
      }}
      header={
        <Header
          variant="awsui-h1-sticky"
          counter={chosen.length > 0 ? `(${keys.selected(formatNumber(chosen.length))})` : ''}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="refresh" ariaLabel={keys.refresh} onClick={page.refresh} />
            </SpaceBetween>
          }
        >
          {keys.title}
        </Header>
      }
      filter={
        <SpaceBetween size="xs">
          <Filters
            search={search}
            isManager={isManager}
            change={(changes) => show(changedSearch(search, changes), { replace: 'search' in changes })}
          />
          <SearchProgress page={page} />
        </SpaceBetween>
      }
      pagination={<Pages search={search} page={page} show={show} />}
      preferences={
        <Preferences
          columns={columns.map(({ id }) => ({ id, label: texts.keys.columns[id] }))}
          shown={shown}
          size={size}
          choose={(ids, pageSize) => {
            keepChosenColumns(ids);
            setShown(ids);
            const known = pageSizes.find((each) => each === pageSize);
            if (known !== size) show(changedSearch(search, { size: known }));
          }}
        />
      }
      empty={<NothingThere search={search} page={page} show={show} />}
    />
  );
}

interface PartProps extends ApiKeyTableProps {
  readonly page: ApiKeyPage;
}

/** Cursors lead on, and back to what this tab has seen. */
function Pages({ search, page, show }: PartProps) {
  const { page: number = 1 } = search;
  const { label, next, previous, page: pageLabel } = texts.keys.pages;
  const cursors = page.nextCursor === null ? readTrail(search) : extendTrail(search, page.nextCursor);
  const last = page.nextCursor === null ? Math.max(number, cursors.length + 1) : number + 1;
  return (
    <Pagination
      currentPageIndex={number}
      pagesCount={page.nextCursor === null ? last : Math.max(last, cursors.length + 1)}
      openEnd={page.nextCursor !== null}
      disabled={page.isFormer || page.state === 'loading'}
      ariaLabels={{
        paginationLabel: label,
        nextPageLabel: next,
        previousPageLabel: previous,
        pageLabel,
      }}
      onChange={({ detail }) => {
        const target = detail.currentPageIndex;
        const cursor = target === number + 1 ? (page.nextCursor ?? cursors[target - 2]) : cursors[target - 2];
        const first = changedSearch(search, {});
        show(target > 1 && cursor !== undefined ? { ...first, page: target, cursor } : first);
      }}
    />
  );
}

function NothingThere({ search, page, show }: PartProps) {
  const { keys, states } = texts;
  if (page.error !== null) return <Failure error={page.error} retry={page.refresh} />;
  if (page.state === 'searching' || page.state === 'stopped') return null;
  if (!hasFilters(search)) return <Empty title={keys.empty} detail={keys.emptyDetail} />;
  const clear = <Button onClick={() => show(clearedSearch(search))}>{states.clearFilters}</Button>;
  return <Empty title={keys.noMatch} action={clear} />;
}
