import type { NewWebhook } from '@latchkey/client';
import { Option } from 'commander';
import { type AddCommand, examples } from '../../command.ts';
import { usageFailure } from '../../failure.ts';
import { addFieldOptions, type FieldOptions, fieldsOf } from './fields.ts';
import { printSecret } from './secret.ts';

interface CreateOptions extends FieldOptions {
  readonly kind: NewWebhook['kind'];
}

/** `latchkey webhooks create` */
export const addCreateWebhook: AddCommand = (webhooks, run) => {
  const command = webhooks
    .command('create')
    .description('have a webhook told of events, and show its secret this once')
    .argument('<name>', 'for people')
    .addOption(
      new Option('--kind <kind>', 'how it is told')
        .choices(['https', 'eventbridge', 'email'])
        .default('https'),
    )
    .addHelpText(
      'after',
      examples(
        "latchkey webhooks create Deploys --endpoint https://hooks.example.com/latchkey --events 'api_key.*'",
        'latchkey webhooks create Pager --kind email --endpoint mailto:ann@example.com --events api_key.expiring',
        "latchkey webhooks create Bus --kind eventbridge --scope all --events '*'",
      ),
    )
    .action(
      run(async (context, { kind, ...options }: CreateOptions, name: string) => {
        const { events, ...others } = fieldsOf(options);
        if (options.endpoint === undefined && kind !== 'eventbridge') throw noEndpoint(kind);
        if (events === undefined)
          throw usageFailure('it is not said what to tell', "Add --events, such as --events 'api_key.*'");
        const api = await context.api();
        await printSecret(context, await api.webhooks.create({ name, kind, events, ...others }));
      }),
    );
  addFieldOptions(command);
};

/** The API calls it the URL, and `--url` is the API's own. */
function noEndpoint(kind: 'https' | 'email'): Error {
  const example = kind === 'https' ? 'https://hooks.example.com/latchkey' : 'mailto:ann@example.com';
  return usageFailure('it is not said where to tell it', `Add --endpoint, such as --endpoint ${example}`);
}
