import { readSettings } from '../../contract/settings.ts';
import { type ApiHandler, createApiHandler } from '../../gateway/api-handler.ts';
import { createApiKeyReader } from '../../store/api-key-reader.ts';
import { createAuditEventLister } from '../../store/audit-event-listing.ts';
import { connectUsageTables } from '../../store/client.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createUsageLister } from '../../store/usage-listing.ts';
import { createUsageCounter } from '../../store/usage-summary.ts';
import { buildOpenApi } from '../openapi/document.ts';
import { apiHandlerDependencies, systemClock } from '../wiring.ts';
import type { ReadDependencies } from './dependencies.ts';
import { readOperations } from './operations.ts';

/** The routes that only read: who am I, the audit log, usage, health, the OpenAPI document. */
export function makeHandler(deps: Omit<ReadDependencies, 'describeApi'>): ApiHandler {
  const documents = new Map<string, ReturnType<typeof buildOpenApi>>();
  const describeApi = (root: string) => {
    const document = documents.get(root) ?? buildOpenApi(deps.settings, root);
    documents.set(root, document);
    return document;
  };
  return createApiHandler(readOperations, { ...deps, describeApi }, apiHandlerDependencies(deps));
}

function wire(): ApiHandler {
  const settings = readSettings();
  const clock = systemClock;
  const tables = connectUsageTables();
  return makeHandler({
    settings,
    keys: createApiKeyReader(tables, clock.now),
    directory: createDirectoryStore(tables),
    listEvents: createAuditEventLister(tables, clock.now),
    listUsage: createUsageLister(tables, clock.now),
    countUsage: createUsageCounter(tables, clock.now),
    clock,
  });
}

export const handler = wire();
