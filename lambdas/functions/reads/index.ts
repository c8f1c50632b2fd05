import { readSettings } from '../../contract/settings.ts';
import { type ApiHandler, createApiHandler, operation } from '../../gateway/api-handler.ts';
import { createApiKeyReader } from '../../store/api-key-reader.ts';
import { createAuditEventLister } from '../../store/audit-event-listing.ts';
import { connectUsageTables } from '../../store/client.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createUsageLister } from '../../store/usage-listing.ts';
import { createUsageCounter } from '../../store/usage-summary.ts';
import { buildOpenApi } from '../openapi/document.ts';
import { listAuditEvents } from './audit-events.ts';
import type { ReadDependencies } from './dependencies.ts';
import { getPrincipal } from './principal.ts';
import { auditQuery, usageQuery, usageSummaryQuery } from './schemas.ts';
import { listKeyUsage } from './usage-entries.ts';
import { summarizeKeyUsage } from './usage-summary.ts';
import { apiHandlerDependencies, systemClock } from '../wiring.ts';

/** The routes that only read: who am I, the audit log, usage, health, the OpenAPI document. */
export function makeHandler(deps: ReadDependencies): ApiHandler {
  const { settings } = deps;
  let openApi: object | undefined;
  return createApiHandler(
    {
      getPrincipal: operation({ handle: getPrincipal }),
      listAuditEvents: operation({ query: auditQuery, handle: (request) => listAuditEvents(request, deps) }),
      getApiKeyUsage: operation({ query: usageQuery, handle: (request) => listKeyUsage(request, deps) }),
      getApiKeyUsageSummary: operation({
        query: usageSummaryQuery,
        handle: (request) => summarizeKeyUsage(request, deps),
      }),
      getHealth: operation({ handle: async () => ({ status: 200, body: { status: 'ok' } }) }),
      getOpenApi: operation({
        handle: async () => {
          openApi ??= buildOpenApi(settings);
          return { status: 200, body: openApi };
        },
      }),
    },
    apiHandlerDependencies(deps),
  );
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
