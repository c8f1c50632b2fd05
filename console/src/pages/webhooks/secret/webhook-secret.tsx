import { ShownOnce } from '../../../secret-once/shown-once.tsx';
import { environmentFileOf } from '../../../secret-once/environment-file.ts';
import { texts } from '../../../texts/texts.ts';
import { pythonLines, typescriptLines, variable } from './verification-lines.ts';

interface WebhookSecretProps {
  readonly name: string;
  readonly secret: string;
  readonly close: () => void;
}

/** The secret of a webhook, shown this once, with lines that check messages by it. */
export function WebhookSecret({ name, secret, close }: WebhookSecretProps) {
  const { python, typescript } = texts.apiKey.secret;
  const shown = {
    name,
    secret,
    file: environmentFileOf(name, 'webhook', variable, secret),
    lines: [
      { label: python, text: pythonLines },
      { label: typescript, text: typescriptLines },
    ],
    words: texts.webhooks.secret,
  };
  return <ShownOnce shown={shown} close={close} />;
}
