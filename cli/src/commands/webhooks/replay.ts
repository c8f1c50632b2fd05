import type { WebhookReplayed } from '@latchkey/client';
import { type AddCommand, examples } from '../../command.ts';
import type { View } from '../../output/view.ts';
import { completeWith } from '../completion/candidates.ts';
import { webhookId, webhookNames } from './find.ts';

const replayedView: View<WebhookReplayed> = {
  columns: [{ title: 'queued', value: ({ queued }) => String(queued) }],
  fields: ['queued'],
  name: ({ queued }) => String(queued),
};

interface ReplayOptions {
  readonly from: string;
  readonly to?: string;
}

/** `latchkey webhooks replay` */
export const addReplayWebhook: AddCommand = (webhooks, run) => {
  const command = webhooks
    .command('replay')
    .description('send the events of a span again, delivered or not; receivers tell copies by their id')
    .argument('<webhook>', 'its id or its name')
    .requiredOption('--from <when>', 'events from this day or time on')
    .option('--to <when>', 'events until this day or time (now, if not given)')
    .addHelpText(
      'after',
      examples('latchkey webhooks replay Deploys --from 2027-06-15T08:00:00Z --to 2027-06-15T12:00:00Z'),
    )
    .action(
      run(async (context, { from, to }: ReplayOptions, webhook: string) => {
        const api = await context.api();
        const id = await webhookId(api, webhook);
        const span = { from, to: to ?? context.surroundings.now().toISOString() };
        await context.print.record(await api.webhooks.replay(id, span), replayedView);
      }),
    );
  completeWith(command, webhookNames);
};
