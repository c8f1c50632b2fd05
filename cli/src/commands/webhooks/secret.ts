import type { WebhookWithSecret } from '@latchkey/client';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import type { View } from '../../output/view.ts';
import { OutputClosed } from '../../output/write.ts';
import { webhookView } from './view.ts';

/** A webhook whose secret was made just now, which is what `--quiet` prints; what is not signed has its id alone. */
const secretView: View<WebhookWithSecret> = {
  columns: [
    { title: 'secret', value: ({ secret }) => secret ?? 'none: nothing is signed' },
    ...webhookView.columns,
  ],
  details: webhookView.details ?? [],
  fields: [...webhookView.fields, 'secret'],
  name: ({ id, secret }) => secret ?? id,
};

/**
 * Shows a secret, this once.
 *
 * @throws Failure that names the webhook, where the output breaks before it has been taken
 */
export async function printSecret(context: Context, webhook: WebhookWithSecret): Promise<void> {
  const { id, secret, rotationEndsAt } = webhook;
  try {
    await context.print.record(webhook, secretView);
  } catch (error) {
    if (!(error instanceof OutputClosed) || secret === null) throw error;
    const former =
      rotationEndsAt === null ? '' : ` (the former one signs until ${rotationEndsAt}, or until you do that)`;
    throw new Failure(
      `the secret of the webhook ${id} was made, and could not be written`,
      undefined,
      `Make a new secret: latchkey webhooks rotate-secret ${id}${former}`,
    );
  }
  if (context.format === 'table' && secret !== null)
    await context.tell('This is the only time that the secret is shown.');
}
