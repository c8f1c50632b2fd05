import type { WebhookTest } from '@latchkey/client';
import { type AddCommand, examples } from '../../command.ts';
import { type ExitCode, exitCodes } from '../../exit-code.ts';
import type { View } from '../../output/view.ts';
import { completeWith } from '../completion/candidates.ts';
import { isTaken, outcomeText } from './deliveries-view.ts';
import { webhookId, webhookNames } from './find.ts';

const testView: View<WebhookTest> = {
  columns: [
    { title: 'answer', value: outcomeText },
    { title: 'after', value: ({ ms }) => `${ms} ms` },
  ],
  fields: ['status', 'ms', 'error'],
  name: outcomeText,
};

/** `latchkey webhooks test` */
export const addTestWebhook: AddCommand = (webhooks, run) => {
  const command = webhooks
    .command('test')
    .description('send a message at once, and say what was answered; exit code 10 where it was not taken')
    .argument('<webhook>', 'its id or its name')
    .addHelpText('after', examples('latchkey webhooks test Deploys'))
    .action(
      run(async (context, _options, webhook: string): Promise<ExitCode> => {
        const api = await context.api();
        const result = await api.webhooks.test(await webhookId(api, webhook));
        await context.print.record(result, testView);
        return isTaken(result) ? exitCodes.ok : exitCodes.refused;
      }),
    );
  completeWith(command, webhookNames);
};
