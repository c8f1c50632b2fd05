import Autosuggest from '@cloudscape-design/components/autosuggest';
import FormField from '@cloudscape-design/components/form-field';
import { texts } from '../texts/texts.ts';

interface NameFieldProps {
  readonly label: string;
  readonly value: string;
  /** Names that the deployment suggests; others can be given as well. */
  readonly suggested: readonly string[];
  /** What `*` means here. */
  readonly all: string;
  readonly fault: 'missing' | 'twice' | undefined;
  readonly change: (name: string) => void;
}

/** A name of a project, a module or an environment, or `*` for all. */
export function NameField({ label, value, suggested, all, fault, change }: NameFieldProps) {
  const { rights } = texts;
  return (
    <FormField label={label} errorText={fault === undefined ? undefined : rights.faults[fault]} stretch>
      <Autosuggest
        value={value}
        onChange={({ detail }) => change(detail.value)}
        options={[{ value: '*', description: all }, ...suggested.map((name) => ({ value: name }))]}
        enteredTextLabel={rights.use}
        placeholder={rights.namePlaceholder}
        ariaLabel={label}
        empty={rights.typeName}
      />
    </FormField>
  );
}
