import { Option } from 'commander';
import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { first } from '../first.ts';
import { wholeNumber } from '../option-values.ts';
import { addRangeOptions, type RangeOptions, rangeOf } from '../range.ts';
import { deliveryView } from './deliveries-view.ts';
import { webhookId, webhookNames } from './find.ts';

const states = ['waiting', 'sending', 'delivered', 'dead', 'dropped'] as const;

interface DeliveriesOptions extends RangeOptions {
  readonly state?: (typeof states)[number];
  readonly limit?: number;
}

/** `latchkey webhooks deliveries` */
export const addWebhookDeliveries: AddCommand = (webhooks, run) => {
  const command = webhooks
    .command('deliveries')
    .description('list what was sent to a webhook, or waits to be, newest events first')
    .argument('<webhook>', 'its id or its name')
    .addOption(new Option('--state <state>', 'deliveries in this state').choices(states))
    .option('--limit <count>', 'no more than these', wholeNumber('--limit'))
    .addHelpText(
      'after',
      examples(
        'latchkey webhooks deliveries Deploys --limit 20',
        'latchkey webhooks deliveries Deploys --state dead --quiet | xargs -n 1 latchkey webhooks retry Deploys',
      ),
    )
    .action(
      run(async (context, { state, limit, ...range }: DeliveriesOptions, webhook: string) => {
        const api = await context.api();
        const id = await webhookId(api, webhook);
        const query = {
          ...rangeOf(range),
          ...(state !== undefined && { state }),
          limit: Math.min(limit ?? 100, 100),
        };
        const { signal } = context.surroundings;
        await context.print.list(first(api.webhooks.deliveries(id, query, { signal }), limit), deliveryView);
      }),
    );
  addRangeOptions(command);
  completeWith(command, webhookNames);
};
