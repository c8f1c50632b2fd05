import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TextFilter from '@cloudscape-design/components/text-filter';
import TokenGroup from '@cloudscape-design/components/token-group';
import { useEffect, useState } from 'react';
import { texts } from '../../texts/texts.ts';
import { type ApiKeySearch, linkedFilters } from './search.ts';

/** Asked after a pause: not with each letter. */
const pauseMs = 300;

interface FiltersProps {
  readonly search: ApiKeySearch;
  readonly isManager: boolean;
  readonly change: (
    changes: { readonly [Name in keyof ApiKeySearch]?: ApiKeySearch[Name] | undefined },
  ) => void;
}

/** What the list is narrowed to. */
export function Filters({ search, isManager, change }: FiltersProps) {
  const { keys } = texts;
  return (
    <SpaceBetween size="xs">
      <div className="filters">
        <SearchField value={search.search ?? ''} change={(text) => change({ search: text })} />
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

interface SearchFieldProps {
  readonly value: string;
  readonly change: (text: string) => void;
}

/** What is typed is asked for once nothing more comes; the address changes it, too. */
function SearchField({ value, change }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const [former, setFormer] = useState(value);
  if (former !== value) {
    setFormer(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => change(typed), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, value, change]);
  return (
    <TextFilter
      filteringText={typed}
      filteringPlaceholder={texts.keys.search}
      filteringAriaLabel={texts.keys.search}
      filteringClearAriaLabel={texts.keys.clearSearch}
      onChange={({ detail }) => setTyped(detail.filteringText)}
    />
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly options: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly choose: (value: Value) => void;
}

function Choice<Value extends string>({ label, options, value, choose }: ChoiceProps<Value>) {
  const all = (Object.entries(options) as [Value, string][]).map(([name, text]) => ({
    value: name,
    label: text,
  }));
  return (
    <Select
      ariaLabel={label}
      options={all}
      selectedOption={all.find((option) => option.value === value) ?? null}
      onChange={({ detail }) => choose(detail.selectedOption.value as Value)}
    />
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
