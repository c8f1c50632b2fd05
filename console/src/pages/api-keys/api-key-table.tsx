import type { ApiKey } from '@latchkey/client';
import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { may, usePrincipal } from '../../api/principal.ts';
import { useFollow } from '../../frame/follow.ts';
import { ListTable } from '../../listing/list-table.tsx';
import { turnedList } from '../../listing/paging.ts';
import { usePage } from '../../listing/use-page.ts';
import { useServices } from '../../start/services.ts';
import { formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';
import { useNow } from '../../texts/use-now.ts';
import { SelectedKeysMenu } from './actions/key-menu.tsx';
import { keepChosenColumns, readChosenColumns } from './chosen-columns.ts';
import { columnsAt } from './columns.tsx';
import { Filters } from './filters.tsx';
import { type ApiKeySearch, changedSearch, clearedSearch, defaultSort, hasFilters } from './search.ts';

interface ApiKeyTableProps {
  readonly search: ApiKeySearch;
  readonly show: (search: ApiKeySearch, options?: { readonly replace?: boolean }) => void;
}

export function ApiKeyTable({ search, show }: ApiKeyTableProps) {
  const { keys, listing } = texts;
  const isManager = may(usePrincipal(), 'api-keys:manage');
  const page = useApiKeys(search);
  const [selected, setSelected] = useState<readonly ApiKey[]>([]);
  const [shown, setShown] = useState(readChosenColumns);
  const columns = columnsAt(useNow());
  const follow = useFollow();
  const { sort = defaultSort } = search;
  // What is selected is of the page that is shown: nothing is done to what nobody sees.
  const chosen = selected.flatMap(({ id }) => page.items.find((key) => key.id === id) ?? []);
  return (
    <ListTable
      title={keys.title}
      counter={chosen.length > 0 ? `(${listing.selected(formatNumber(chosen.length))})` : ''}
      page={page}
      paging={search}
      turn={(to) => show(turnedList(search, to))}
      trackBy="id"
      columns={columns}
      columnChoice={{
        all: columns.map(({ id }) => ({ id, label: keys.columns[id], isFixed: id === 'name' })),
        shown,
        choose: (ids) => {
          keepChosenColumns(ids);
          setShown(ids);
        },
      }}
      others={<SelectedKeysMenu keys={chosen} />}
      action={
        <Button variant="primary" href="/api-keys/new" onFollow={follow}>
          {keys.create}
        </Button>
      }
      filters={
        <Filters
          search={search}
          isManager={isManager}
          change={(changes) => show(changedSearch(search, changes), { replace: 'search' in changes })}
        />
      }
      clear={hasFilters(search) ? () => show(clearedSearch(search)) : undefined}
      empty={{ title: keys.empty, detail: keys.emptyDetail, noMatch: keys.noMatch }}
      table={{
        resizableColumns: true,
        stickyColumns: { first: 1, last: 1 },
        columnDisplay: columns.map(({ id }) => ({ id, visible: shown.includes(id) })),
        selectionType: 'multi',
        selectedItems: chosen,
        onSelectionChange: ({ detail }) => setSelected(detail.selectedItems),
        ariaLabels: {
          selectionGroupLabel: keys.title,
          allItemsSelectionLabel: () => keys.selection.all,
          itemSelectionLabel: (_, { name }) => keys.selection.one(name),
        },
        sortingColumn: { sortingField: sort.replace('-', '') },
        sortingDescending: sort.startsWith('-'),
        onSortingChange: ({ detail }) => {
          const by = detail.sortingColumn.sortingField as 'createdAt' | 'name' | 'expiresAt';
          show(changedSearch(search, { sort: detail.isDescending === true ? `-${by}` : by }));
        },
      }}
    />
  );
}

/** The page of the list that the address names. */
function useApiKeys(search: ApiKeySearch) {
  const { api } = useServices();
  const { userId } = usePrincipal();
  const { size: _, page: __, cursor: ___, owner, ...filters } = search;
  const query = { ...filters, ...(owner === 'me' && { userId }) };
  return usePage<ApiKey>({
    queryKey: ['api-keys', query],
    paging: search,
    read: (part, options) =>
      api.list('/api-keys', { query: { ...query, ...part } as object, ...options }).page(),
  });
}
