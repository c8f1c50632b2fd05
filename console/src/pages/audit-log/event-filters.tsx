import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select, { type SelectProps } from '@cloudscape-design/components/select';
import type { Loose } from '../../listing/paging.ts';
import { useTyped } from '../../listing/use-typed.ts';
import { texts } from '../../texts/texts.ts';
import { type AuditSearch, actions, type TargetType, targetTypes } from './search.ts';
import { TimeFilter } from '../../listing/time-filter.tsx';

interface EventFiltersProps {
  readonly search: AuditSearch;
  readonly change: (changes: Loose<AuditSearch>) => void;
}

/** What the audit log is narrowed to. */
export function EventFilters({ search, change }: EventFiltersProps) {
  const { filters, actions: words, targetTypes: kinds } = texts.audit;
  const { targetType, action } = search;
  const ofType = actions.filter((each) => targetType === undefined || each.startsWith(`${targetType}.`));
  return (
    <div className="audit-filters">
      <ExactText
        label={filters.actor}
        hint={filters.actorHint}
        value={search.actor ?? ''}
        change={(actor) => change({ actor })}
      />
      <ExactText
        label={filters.target}
        hint={filters.targetHint}
        value={search.targetId ?? ''}
        change={(targetId) => change({ targetId })}
      />
      <Choice
        label={filters.targetType}
        any={filters.anyTargetType}
        options={targetTypes.map((value) => ({ value, label: kinds[value] }))}
        value={targetType}
        choose={(value) => {
          const keepsAction = value === undefined || action?.startsWith(`${value}.`) === true;
          change({ targetType: value as TargetType | undefined, ...(!keepsAction && { action: undefined }) });
        }}
      />
      <Choice
        label={filters.action}
        any={filters.anyAction}
        options={ofType.map((value) => ({ value, label: words[value] }))}
        value={action}
        choose={(value) => change({ action: actions.find((each) => each === value) })}
      />
      <TimeFilter from={search.from} to={search.to} change={change} />
    </div>
  );
}

interface ExactTextProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly change: (text: string) => void;
}

/** An id, in full. */
function ExactText({ label, hint, value, change }: ExactTextProps) {
  const [typed, setTyped] = useTyped(value, change);
  return (
    <FormField label={label} stretch>
      <Input
        type="search"
        value={typed}
        placeholder={hint}
        spellcheck={false}
        autoComplete={false}
        onChange={({ detail }) => setTyped(detail.value)}
      />
    </FormField>
  );
}

interface ChoiceProps {
  readonly label: string;
  /** The option that narrows nothing. */
  readonly any: string;
  readonly options: readonly SelectProps.Option[];
  readonly value: string | undefined;
  readonly choose: (value: string | undefined) => void;
}

function Choice({ label, any, options, value, choose }: ChoiceProps) {
  const all = [{ value: '', label: any }, ...options];
  return (
    <FormField label={label} stretch>
      <Select
        options={all}
        selectedOption={all.find((option) => option.value === (value ?? '')) ?? null}
        onChange={({ detail }) => choose(detail.selectedOption.value || undefined)}
      />
    </FormField>
  );
}
