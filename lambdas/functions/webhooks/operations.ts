import type { Operations } from '../../gateway/operation.ts';
import { deleteWebhook, updateWebhook } from './change.ts';
import { createWebhook } from './create.ts';
import { listWebhookDeliveries, retryWebhookDelivery } from './deliveries.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { getWebhook, listWebhooks } from './read.ts';
import { replayWebhook } from './replay.ts';
import { rotateWebhookSecret } from './rotate.ts';
import { testWebhook } from './test-webhook.ts';

export const webhookOperations: Operations<'webhooks', WebhookDependencies> = {
  listWebhooks,
  createWebhook,
  getWebhook,
  updateWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  testWebhook,
  replayWebhook,
  listWebhookDeliveries,
  retryWebhookDelivery,
};
