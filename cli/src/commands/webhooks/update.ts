import { type AddCommand, examples } from '../../command.ts';
import { usageFailure } from '../../failure.ts';
import { completeWith } from '../completion/candidates.ts';
import { addFieldOptions, type FieldOptions, fieldsOf } from './fields.ts';
import { webhookId, webhookNames } from './find.ts';
import { webhookView } from './view.ts';

interface UpdateOptions extends FieldOptions {
  readonly name?: string;
}

/** `latchkey webhooks update` */
export const addUpdateWebhook: AddCommand = (webhooks, run) => {
  const command = webhooks
    .command('update')
    .description('change what a webhook is told, and where; what is not given stays')
    .argument('<webhook>', 'its id or its name')
    .option('--name <name>', 'for people')
    .addHelpText(
      'after',
      examples(
        "latchkey webhooks update Deploys --events 'api_key.*,webhook.failing'",
        'latchkey webhooks update Deploys --status disabled',
        'latchkey webhooks update Deploys --no-legacy-signature',
      ),
    )
    .action(
      run(async (context, { name, ...options }: UpdateOptions, webhook: string) => {
        const changes = { ...(name !== undefined && { name }), ...fieldsOf(options) };
        if (Object.keys(changes).length === 0)
          throw usageFailure('there is nothing to change', 'See: latchkey webhooks update --help');
        const api = await context.api();
        await context.print.record(
          await api.webhooks.update(await webhookId(api, webhook), changes),
          webhookView,
        );
      }),
    );
  addFieldOptions(command);
  completeWith(command, webhookNames);
};
