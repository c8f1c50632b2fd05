import type { AddCommand, DefineCommand } from '../../command.ts';
import { addCreateWebhook } from './create.ts';
import { addDeleteWebhook } from './delete.ts';
import { addGetWebhook } from './get.ts';
import { addListWebhooks } from './list.ts';
import { addRotateSecret } from './rotate-secret.ts';
import { addUpdateWebhook } from './update.ts';

/** In the order of the help page. */
const commands: readonly AddCommand[] = [
  addListWebhooks,
  addGetWebhook,
  addCreateWebhook,
  addUpdateWebhook,
  addRotateSecret,
  addDeleteWebhook,
];

/** `latchkey webhooks` */
export const defineWebhooks: DefineCommand = (webhooks, run) => {
  for (const add of commands) add(webhooks, run);
};
