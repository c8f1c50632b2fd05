import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import { texts } from '../../../texts/texts.ts';
import type { CallFilters as Filters } from './search.ts';

interface CallFiltersProps {
  readonly filters: Filters;
  readonly show: (filters: Filters) => void;
}

const typedFilters = ['path', 'code', 'address'] as const;

/** What the calls are narrowed to; the server is asked once it is applied. */
export function CallFilters({ filters, show }: CallFiltersProps) {
  const { usage: words } = texts.apiKey;
  const [typed, setTyped] = useState<Filters>(filters);
  const [former, setFormer] = useState(JSON.stringify(filters));
  if (former !== JSON.stringify(filters)) {
    setFormer(JSON.stringify(filters));
    setTyped(filters);
  }
  const hints = { path: words.pathHint, code: words.codeHint, address: words.addressHint };
  const outcomes = [
    { value: '', label: words.anyOutcome },
    ...(['success', 'denied', 'error'] as const).map((value) => ({ value, label: words.outcomes[value] })),
  ];
  return (
    <form
      className="call-filters"
      onSubmit={(event) => {
        event.preventDefault();
        show(given(typed));
      }}
    >
      <Select
        ariaLabel={words.outcome}
        options={outcomes}
        selectedOption={outcomes.find(({ value }) => value === (filters.outcome ?? '')) ?? null}
        onChange={({ detail }) => show(given({ ...typed, outcome: detail.selectedOption.value as 'error' }))}
      />
      {typedFilters.map((name) => (
        <Input
          key={name}
          ariaLabel={hints[name]}
          placeholder={hints[name]}
          value={typed[name] ?? ''}
          type="search"
          clearAriaLabel={texts.listing.clearSearch}
          onChange={({ detail }) => setTyped({ ...typed, [name]: detail.value })}
        />
      ))}
      <Button>{words.apply}</Button>
    </form>
  );
}

function given(filters: Filters): Filters {
  return Object.fromEntries(
    Object.entries(filters).filter(([, value]) => value !== '' && value !== undefined),
  );
}
