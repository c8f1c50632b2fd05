import type { AddCommand, DefineCommand } from '../../command.ts';
import { addCreateWebhook } from './create.ts';
import { addDeleteWebhook } from './delete.ts';
import { addWebhookDeliveries } from './deliveries.ts';
import { addGetWebhook } from './get.ts';
import { addListWebhooks } from './list.ts';
import { addReplayWebhook } from './replay.ts';
import { addRetryDelivery } from './retry.ts';
import { addRotateSecret } from './rotate-secret.ts';
import { addTestWebhook } from './test.ts';
import { addUpdateWebhook } from './update.ts';

/** In the order of the help page. */
const commands: readonly AddCommand[] = [
  addListWebhooks,
  addGetWebhook,
  addCreateWebhook,
  addUpdateWebhook,
  addRotateSecret,
  addDeleteWebhook,
  addTestWebhook,
  addWebhookDeliveries,
  addRetryDelivery,
  addReplayWebhook,
];

/** `latchkey webhooks` */
export const defineWebhooks: DefineCommand = (webhooks, run) => {
  for (const add of commands) add(webhooks, run);
};
