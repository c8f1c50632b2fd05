import { readSettings } from '../../contract/settings.ts';
import { type ApiHandler, createApiHandler } from '../../gateway/api-handler.ts';
import { createCallSender } from '../../outbound/call-sender.ts';
import { connectMessenger } from '../../outbound/connect-messenger.ts';
import { connectMasters } from '../../outbound/masters.ts';
import { resolveAll } from '../../outbound/resolve-all.ts';
import { createApiKeyReader } from '../../store/api-key-reader.ts';
import { createAuditEventLister } from '../../store/audit-event-listing.ts';
import { connectOutboxTable, connectRegistryTable } from '../../store/client.ts';
import { createDeliveryStore } from '../../store/deliveries.ts';
import { createDeliveryLister } from '../../store/delivery-listing.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createAdmission } from '../../store/endpoint-allowance.ts';
import { createOwnerOf } from '../../store/event-owners.ts';
import { createWebhookLister } from '../../store/webhook-listing.ts';
import { createWebhookStore } from '../../store/webhooks.ts';
import { apiHandlerDependencies, systemClock, systemPacing, systemRandom } from '../wiring.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { webhookOperations } from './operations.ts';

/** The routes on `/webhooks`. */
export function makeHandler(deps: WebhookDependencies): ApiHandler {
  return createApiHandler(webhookOperations, deps, apiHandlerDependencies(deps));
}

const settings = readSettings();
const outbox = connectOutboxTable();
const tables = connectRegistryTable(outbox.client);
const masters = connectMasters();
const { now } = systemClock;

export const handler = makeHandler({
  settings,
  webhooks: createWebhookStore(tables, settings, now),
  listWebhooks: createWebhookLister(tables, now),
  directory: createDirectoryStore(tables, systemPacing),
  keys: createApiKeyReader(tables, now),
  masters,
  resolveAll,
  clock: systemClock,
  random: systemRandom,
  send: connectMessenger(settings, masters, systemClock),
  callSender: createCallSender(),
  deliveries: createDeliveryStore(outbox, systemPacing),
  listDeliveries: createDeliveryLister(outbox, now),
  admit: createAdmission(outbox, systemPacing),
  listEvents: createAuditEventLister(tables, now),
  ownerOf: createOwnerOf(tables),
});
