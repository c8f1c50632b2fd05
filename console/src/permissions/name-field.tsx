import Autosuggest from '@cloudscape-design/components/autosuggest';
import FormField from '@cloudscape-design/components/form-field';
import { texts } from '../texts/texts.ts';

/** Suggestions as long as none are known: names are only suggested, and everything can be typed. */
export const noNames = { projects: [], modules: [], environments: [] };

interface NameFieldProps {
  readonly label: string;
  readonly value: string;
  /** Names to pick from; others can be given as well. */
  readonly suggested: readonly string[];
  /** What `*` means here; left out where it means nothing. */
  readonly all?: string;
  readonly rule?: string;
  readonly errorText: string | undefined;
  readonly change: (name: string) => void;
}

/** A name of a project, a module or an environment, or `*` for all. */
export function NameField({ label, value, suggested, all, rule, errorText, change }: NameFieldProps) {
  const { rights } = texts;
  const names = suggested.map((name) => ({ value: name }));
  return (
    <FormField
      label={label}
      errorText={errorText}
      {...(rule !== undefined && { constraintText: rule })}
      stretch
    >
      <Autosuggest
        value={value}
        onChange={({ detail }) => change(detail.value)}
        options={all === undefined ? names : [{ value: '*', description: all }, ...names]}
        enteredTextLabel={rights.use}
        placeholder={all === undefined ? '' : rights.namePlaceholder}
        ariaLabel={label}
        empty={rights.typeName}
      />
    </FormField>
  );
}
