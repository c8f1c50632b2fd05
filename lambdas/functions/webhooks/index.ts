import { readSettings } from '../../contract/settings.ts';
import { type ApiHandler, createApiHandler } from '../../gateway/api-handler.ts';
import { connectMasters } from '../../outbound/masters.ts';
import { resolveAll } from '../../outbound/resolve-all.ts';
import { createApiKeyReader } from '../../store/api-key-reader.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createWebhookLister } from '../../store/webhook-listing.ts';
import { createWebhookStore } from '../../store/webhooks.ts';
import { connectRegistryTable } from '../../store/client.ts';
import { apiHandlerDependencies, systemClock, systemPacing, systemRandom } from '../wiring.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { webhookOperations } from './operations.ts';

/** The routes on `/webhooks`. */
export function makeHandler(deps: WebhookDependencies): ApiHandler {
  return createApiHandler(webhookOperations, deps, apiHandlerDependencies(deps));
}

const settings = readSettings();
const tables = connectRegistryTable();
const { now } = systemClock;

export const handler = makeHandler({
  settings,
  webhooks: createWebhookStore(tables, settings, now),
  listWebhooks: createWebhookLister(tables, now),
  directory: createDirectoryStore(tables, systemPacing),
  keys: createApiKeyReader(tables, now),
  masters: connectMasters(),
  resolveAll,
  clock: systemClock,
  random: systemRandom,
});
