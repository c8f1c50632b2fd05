import Multiselect from '@cloudscape-design/components/multiselect';
import { useState } from 'react';
import { explain } from '../states/explain.ts';
import { texts } from '../texts/texts.ts';
import { useRoles } from './use-roles.ts';

interface RoleChoiceProps {
  readonly chosen: readonly string[];
  readonly choose: (roles: readonly string[]) => void;
  /** Why a role cannot be given; null for one that can. */
  readonly whyNot: (role: { readonly name: string; readonly scopes: readonly string[] }) => string | null;
}

/** Roles to give, found by name or description as one types. */
export function RoleChoice({ chosen, choose, whyNot }: RoleChoiceProps) {
  const { roleChoice } = texts;
  const [text, setText] = useState('');
  const { data = [], error, isLoading, refetch } = useRoles(text);
  const status = isLoading ? 'loading' : error === null ? 'finished' : 'error';
  return (
    <Multiselect
      filteringType="manual"
      filteringAriaLabel={roleChoice.search}
      filteringPlaceholder={roleChoice.search}
      placeholder={roleChoice.placeholder}
      options={data.map((role) => {
        const reason = chosen.includes(role.name) ? null : whyNot(role);
        return {
          value: role.name,
          label: role.name,
          description: role.description,
          ...(reason !== null && { disabled: true, disabledReason: reason }),
        };
      })}
      selectedOptions={chosen.map((value) => ({ value, label: value }))}
      statusType={status}
      loadingText={texts.states.loading}
      errorText={error === null ? '' : explain(error).title}
      recoveryText={texts.states.tryAgain}
      empty={roleChoice.noMatch}
      deselectAriaLabel={({ label = '' }) => roleChoice.remove(label)}
      onLoadItems={({ detail }) => {
        setText(detail.filteringText);
        if (error !== null) void refetch();
      }}
      onChange={({ detail }) => choose(detail.selectedOptions.flatMap(({ value }) => value ?? []))}
    />
  );
}
