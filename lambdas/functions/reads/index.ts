import { readServiceDescription } from '../../contract/service.ts';
import { readSettings } from '../../contract/settings.ts';
import { type ApiHandler, createApiHandler } from '../../gateway/api-handler.ts';
import { createApiKeyReader } from '../../store/api-key-reader.ts';
import { createAuditEventLister } from '../../store/audit-event-listing.ts';
import { connectUsageTables } from '../../store/client.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createRecordedReader } from '../../store/recorded-until.ts';
import { createUsageLister } from '../../store/usage-listing.ts';
import { createCountedSinceReader, createUsageTallier } from '../../store/usage-overview.ts';
import { createUsageCounter } from '../../store/usage-summary.ts';
import { buildOpenApi } from '../openapi/document.ts';
import { apiHandlerDependencies, systemClock, systemPacing } from '../wiring.ts';
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

const settings = readSettings();
const tables = connectUsageTables();
const { now } = systemClock;

export const handler = makeHandler({
  settings,
  service: readServiceDescription(),
  keys: createApiKeyReader(tables, now),
  directory: createDirectoryStore(tables, systemPacing),
  listEvents: createAuditEventLister(tables, now),
  listUsage: createUsageLister(tables, now),
  countUsage: createUsageCounter(tables, now),
  tallyUsage: createUsageTallier(tables, systemPacing),
  readCountedSince: createCountedSinceReader(tables),
  readRecordedUntil: createRecordedReader(tables),
  clock: systemClock,
});
