import { type AddCommand, examples } from '../../command.ts';
import { webhookView } from './view.ts';

/** `latchkey webhooks list` */
export const addListWebhooks: AddCommand = (webhooks, run) => {
  webhooks
    .command('list')
    .alias('ls')
    .description('list webhooks: your own, or all of them for those who manage webhooks')
    .option('--user <userId>', 'webhooks of this user')
    .addHelpText(
      'after',
      examples(
        'latchkey webhooks list',
        'latchkey webhooks list --output jsonl | jq -r \'select(.disabledReason == "failing") | .id\'',
      ),
    )
    .action(
      run(async (context, { user }: { user?: string }) => {
        const api = await context.api();
        const query = { ...(user !== undefined && { userId: user }) };
        const { signal } = context.surroundings;
        await context.print.list(api.webhooks.list(query, { signal }), webhookView);
      }),
    );
};
