import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import { explain } from '../states/explain.ts';
import { texts } from '../texts/texts.ts';
import { useRoles } from './use-roles.ts';

interface RoleFilterProps {
  readonly value: string | undefined;
  readonly choose: (role: string | undefined) => void;
}

/** Narrows a list down to those who hold a role. */
export function RoleFilter({ value, choose }: RoleFilterProps) {
  const { roleChoice } = texts;
  const [text, setText] = useState('');
  const { data = [], error, isLoading, refetch } = useRoles(text);
  const every = { value: '', label: roleChoice.every };
  return (
    <Select
      ariaLabel={roleChoice.filter}
      filteringType="manual"
      filteringAriaLabel={roleChoice.search}
      filteringPlaceholder={roleChoice.search}
      options={[every, ...data.map(({ name, description }) => ({ value: name, label: name, description }))]}
      selectedOption={value === undefined ? every : { value, label: value }}
      statusType={isLoading ? 'loading' : error === null ? 'finished' : 'error'}
      loadingText={texts.states.loading}
      errorText={error === null ? '' : explain(error).title}
      recoveryText={texts.states.tryAgain}
      onLoadItems={({ detail }) => {
        setText(detail.filteringText);
        if (error !== null) void refetch();
      }}
      onChange={({ detail }) =>
        choose(detail.selectedOption.value === '' ? undefined : detail.selectedOption.value)
      }
    />
  );
}
