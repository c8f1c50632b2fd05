import Select from '@cloudscape-design/components/select';

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly options: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly choose: (value: Value) => void;
}

/** One of a few values, to narrow a list down. */
export function Choice<Value extends string>({ label, options, value, choose }: ChoiceProps<Value>) {
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
