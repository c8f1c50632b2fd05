import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { texts } from '../../../texts/texts.ts';
import type { WebhookDraft } from './webhook-draft.ts';

interface TargetFieldProps {
  readonly draft: WebhookDraft;
  readonly change: (changes: Partial<WebhookDraft>) => void;
  /** Whether mail may go to others. */
  readonly isManager: boolean;
  readonly errorText: string | undefined;
}

/** Where a webhook leads. There is one event bus, and so nothing to choose. */
export function TargetField({
  draft: { kind, url, address },
  change,
  isManager,
  errorText,
}: TargetFieldProps) {
  const { form: words } = texts.webhooks;
  if (kind === 'eventbridge') return null;
  if (kind === 'email') {
    return (
      <FormField
        label={words.address}
        errorText={errorText}
        {...(!isManager && { constraintText: words.ownAddress })}
      >
        <Input
          type="email"
          value={address}
          readOnly={!isManager}
          onChange={({ detail }) => change({ address: detail.value })}
        />
      </FormField>
    );
  }
  return (
    <FormField label={words.url} constraintText={words.urlRule} errorText={errorText}>
      <Input
        type="url"
        inputMode="url"
        value={url}
        placeholder="https://hooks.example.com/latchkey"
        autoComplete={false}
        spellcheck={false}
        onChange={({ detail }) => change({ url: detail.value })}
      />
    </FormField>
  );
}
