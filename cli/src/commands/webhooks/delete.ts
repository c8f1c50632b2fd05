import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { findWebhook, webhookNames } from './find.ts';

/** `latchkey webhooks delete` */
export const addDeleteWebhook: AddCommand = (webhooks, run) => {
  const command = webhooks
    .command('delete')
    .alias('rm')
    .description('delete a webhook for good; what waits to be sent to it is given up')
    .argument('<webhook>', 'its id or its name')
    .addHelpText(
      'after',
      examples('latchkey webhooks delete Deploys', 'latchkey webhooks delete Deploys --yes'),
    )
    .action(
      run(async (context, _options, webhook: string) => {
        const api = await context.api();
        const { id, name, userId } = await findWebhook(api, webhook);
        await context.confirm(
          `Delete the webhook "${name}" of ${userId}? What waits to be sent to it is given up.`,
        );
        await api.webhooks.delete(id);
        await context.tell(`Deleted the webhook "${name}".`);
      }),
    );
  completeWith(command, webhookNames);
};
