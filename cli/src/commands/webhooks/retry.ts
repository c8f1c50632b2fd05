import { NotFoundError } from '@latchkey/client';
import { type AddCommand, examples } from '../../command.ts';
import { exitCodes } from '../../exit-code.ts';
import { Failure } from '../../failure.ts';
import { completeWith } from '../completion/candidates.ts';
import { deliveryView } from './deliveries-view.ts';
import { webhookId, webhookNames } from './find.ts';

/** `latchkey webhooks retry` */
export const addRetryDelivery: AddCommand = (webhooks, run) => {
  const command = webhooks
    .command('retry')
    .description('send a delivery again at once, whatever came of it')
    .argument('<webhook>', 'its id or its name')
    .argument('<delivery>', 'its id: see latchkey webhooks deliveries')
    .addHelpText(
      'after',
      examples('latchkey webhooks retry Deploys 1813060800000-9b2f4a51-7c3e-4d8a-b6f0-2e5d7a9c1b3d'),
    )
    .action(
      run(async (context, _options, webhook: string, delivery: string) => {
        const api = await context.api();
        const id = await webhookId(api, webhook);
        const again = await api.webhooks.retryDelivery(id, delivery).catch((error: unknown) => {
          if (!(error instanceof NotFoundError)) throw error;
          const advice = `See: latchkey webhooks deliveries ${id}`;
          throw new Failure(`there is no delivery "${delivery}" of that webhook`, exitCodes.notFound, advice);
        });
        await context.print.record(again, deliveryView);
      }),
    );
  completeWith(command, webhookNames);
};
