import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { findWebhook, webhookNames } from './find.ts';
import { webhookView } from './view.ts';

/** `latchkey webhooks get` */
export const addGetWebhook: AddCommand = (webhooks, run) => {
  const command = webhooks
    .command('get')
    .description('show one webhook, without its secret')
    .argument('<webhook>', 'its id or its name')
    .addHelpText(
      'after',
      examples('latchkey webhooks get Deploys', 'latchkey webhooks get Deploys --output yaml'),
    )
    .action(
      run(async (context, _options, webhook: string) => {
        await context.print.record(await findWebhook(await context.api(), webhook), webhookView);
      }),
    );
  completeWith(command, webhookNames);
};
