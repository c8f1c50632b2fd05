import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import { texts } from '../../../texts/texts.ts';
import type { WebhookDraft } from './webhook-draft.ts';

interface ChoiceProps<Value extends string> {
  readonly value: Value;
  readonly choose: (value: Value) => void;
  readonly errorText: string | undefined;
}

interface KindChoiceProps extends ChoiceProps<WebhookDraft['kind']> {
  readonly kinds: readonly WebhookDraft['kind'][];
}

export function KindChoice({ kinds, value, choose, errorText }: KindChoiceProps) {
  const { kind, kinds: words } = texts.webhooks;
  return (
    <FormField label={kind} errorText={errorText}>
      <RadioGroup
        value={value}
        items={kinds.map((each) => ({
          value: each,
          label: words[each].name,
          description: words[each].detail,
        }))}
        onChange={({ detail }) => choose(kinds.find((each) => each === detail.value) ?? value)}
      />
    </FormField>
  );
}

const scopes = ['own', 'all'] as const;

export function ScopeChoice({ value, choose, errorText }: ChoiceProps<WebhookDraft['scope']>) {
  const { columns, scopes: words } = texts.webhooks;
  return (
    <FormField label={columns.scope} errorText={errorText}>
      <RadioGroup
        value={value}
        items={scopes.map((each) => ({
          value: each,
          label: words[each].name,
          description: words[each].detail,
        }))}
        onChange={({ detail }) => choose(detail.value === 'all' ? 'all' : 'own')}
      />
    </FormField>
  );
}
