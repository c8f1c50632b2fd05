import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { findWebhook, webhookNames } from './find.ts';
import { printSecret } from './secret.ts';

/** `latchkey webhooks rotate-secret` */
export const addRotateSecret: AddCommand = (webhooks, run) => {
  const command = webhooks
    .command('rotate-secret')
    .description('give a webhook a new secret, and show it this once')
    .argument('<webhook>', 'its id or its name')
    .option(
      '--grace <duration>',
      'how long messages are signed with the former secret too (24h, if not given; 0s: no more)',
    )
    .addHelpText(
      'after',
      examples(
        'latchkey webhooks rotate-secret Deploys --grace 7d',
        'latchkey webhooks rotate-secret Deploys --grace 0s --yes --quiet | pbcopy',
      ),
    )
    .action(
      run(async (context, { grace }: { grace?: string }, webhook: string) => {
        const api = await context.api();
        const { id, name, rotationEndsAt } = await findWebhook(api, webhook);
        const ending =
          grace !== undefined && /^0+[a-z]$/i.test(grace)
            ? 'Messages are no longer signed with the former secret, at once.'
            : rotationEndsAt === null
              ? null
              : 'Messages are no longer signed with the secret that its last rotation retired, at once.';
        if (ending !== null) await context.confirm(`Rotate the secret of the webhook "${name}"? ${ending}`);
        const body = { ...(grace !== undefined && { gracePeriod: grace }) };
        await printSecret(context, await api.webhooks.rotateSecret(id, body));
      }),
    );
  completeWith(command, webhookNames);
};
