import SpaceBetween from '@cloudscape-design/components/space-between';
import TokenGroup from '@cloudscape-design/components/token-group';
import { Choice } from '../../listing/choice.tsx';
import type { Loose } from '../../listing/paging.ts';
import { SearchField } from '../../listing/search-field.tsx';
import { texts } from '../../texts/texts.ts';
import { type ApiKeySearch, linkedFilters } from './search.ts';

interface FiltersProps {
  readonly search: ApiKeySearch;
  readonly isManager: boolean;
  readonly change: (changes: Loose<ApiKeySearch>) => void;
}

/** What the list is narrowed to. */
export function Filters({ search, isManager, change }: FiltersProps) {
  const { keys } = texts;
  return (
    <SpaceBetween size="xs">
      <div className="filters">
        <SearchField
          label={keys.search}
          value={search.search ?? ''}
          change={(text) => change({ search: text })}
        />
        {isManager && (
          <Choice
            label={keys.owner}
            options={{ all: keys.owners.all, me: keys.owners.own }}
            value={search.owner ?? 'all'}
            choose={(owner) => change({ owner: owner === 'me' ? 'me' : undefined })}
          />
        )}
        <Choice
          label={keys.typeFilter}
          options={keys.types}
          value={search.type ?? 'all'}
          choose={(type) => change({ type: type === 'all' ? undefined : type })}
        />
        <Choice
          label={keys.statusFilter}
          options={keys.statuses}
          value={search.status ?? 'all'}
          choose={(status) => change({ status: status === 'all' ? undefined : status })}
        />
      </div>
      <LinkedFilters search={search} change={change} />
    </SpaceBetween>
  );
}

/** Filters that a link has brought: they can be taken away. */
function LinkedFilters({ search, change }: Pick<FiltersProps, 'search' | 'change'>) {
  const given = linkedFilters.flatMap((name) => {
    const value = search[name];
    return value === undefined ? [] : [{ name, label: texts.keys.filters[name](value) }];
  });
  if (given.length === 0) return null;
  return (
    <TokenGroup
      items={given.map(({ label }) => ({ label, dismissLabel: texts.keys.filters.remove(label) }))}
      onDismiss={({ detail }) => {
        const dismissed = given[detail.itemIndex];
        if (dismissed !== undefined) change({ [dismissed.name]: undefined });
      }}
    />
  );
}
