import type { Operations } from '../../gateway/operation.ts';
import { deleteWebhook, updateWebhook } from './change.ts';
import { createWebhook } from './create.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { getWebhook, listWebhooks } from './read.ts';
import { rotateWebhookSecret } from './rotate.ts';

export const webhookOperations: Operations<'webhooks', WebhookDependencies> = {
  listWebhooks,
  createWebhook,
  getWebhook,
  updateWebhook,
  deleteWebhook,
  rotateWebhookSecret,
};
