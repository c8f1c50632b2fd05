import type { WebhookChanges } from '@latchkey/client';
import { type Command, Option } from 'commander';
import { listOption } from '../option-values.ts';

export interface FieldOptions {
  readonly endpoint?: string;
  readonly events?: string[];
  readonly scope?: NonNullable<WebhookChanges['scope']>;
  readonly status?: NonNullable<WebhookChanges['status']>;
  readonly legacySignature?: boolean;
}

/** Options for the fields that webhooks are made with, and that can be changed later. */
export function addFieldOptions(command: Command): Command {
  return command
    .option('--endpoint <url>', 'where to: https://…, or mailto: and an address; none for eventbridge')
    .option(
      '--events <types>',
      'with commas between them: types, groups such as api_key.*, or "*"',
      listOption,
    )
    .addOption(
      new Option(
        '--scope <scope>',
        'own (a new one, if not given): of your own keys and webhooks; all: of the deployment',
      ).choices(['own', 'all']),
    )
    .addOption(
      new Option('--status <status>', 'a disabled one is told of nothing').choices(['active', 'disabled']),
    )
    .option('--legacy-signature', 'sign with X-Webhook-Signature too, which has no time in it')
    .option('--no-legacy-signature', 'sign by Standard Webhooks alone');
}

/** The members of a request's body; what was not given is not in it. */
export function fieldsOf({ endpoint, events, scope, status, legacySignature }: FieldOptions): WebhookChanges {
  return {
    ...(endpoint !== undefined && { url: endpoint }),
    ...(events !== undefined && { events }),
    ...(scope !== undefined && { scope }),
    ...(status !== undefined && { status }),
    ...(legacySignature !== undefined && { legacySignature }),
  };
}
