import type { OperationId } from '../../lambdas/contract/routes.ts';
import type { DeploymentSettings } from '../../lambdas/contract/settings.ts';
import { createApiKeyReader } from '../../lambdas/store/api-key-reader.ts';
import { createAuditEventLister } from '../../lambdas/store/audit-event-listing.ts';
import { createDirectoryStore } from '../../lambdas/store/directory.ts';
import { createRecordedReader } from '../../lambdas/store/recorded-until.ts';
import { createUsageLister } from '../../lambdas/store/usage-listing.ts';
import { createCountedSinceReader, createUsageTallier } from '../../lambdas/store/usage-overview.ts';
import { createUsageCounter } from '../../lambdas/store/usage-summary.ts';
import type { Clock } from '../../lambdas/domain/ports.ts';
import type { Answer } from '../support/memory-answers.ts';
import { callsDocumentedBy } from '../support/memory-contract.ts';
import { eventFor, type Sent } from '../support/memory-events.ts';
import { clockAt, noon, pacingBy } from '../support/memory-ports.ts';
import { service } from '../support/memory-service.ts';
import { settings as shipped } from '../support/memory-settings.ts';
import type { UsageTables } from './usage-bench.ts';

const { makeHandler } = await import('../../lambdas/functions/reads/index.ts');

export type ReadUsage = (operationId: OperationId, sent: Sent) => Promise<Answer>;

/** The routes of usage over some tables. */
export function usageApiOver(
  tables: UsageTables,
  { clock = clockAt(noon), ...more }: Partial<DeploymentSettings> & { readonly clock?: Clock } = {},
): ReadUsage {
  const settings = { ...shipped, ...more };
  const handler = makeHandler({
    settings,
    clock,
    service,
    keys: createApiKeyReader(tables, clock.now),
    directory: createDirectoryStore(tables, pacingBy(clock)),
    listEvents: createAuditEventLister(tables, clock.now),
    listUsage: createUsageLister(tables, clock.now),
    countUsage: createUsageCounter(tables, clock.now),
    tallyUsage: createUsageTallier(tables, pacingBy(clock)),
    readCountedSince: createCountedSinceReader(tables),
    readRecordedUntil: createRecordedReader(tables),
  });
  const call = callsDocumentedBy(settings);
  return (operationId, sent) => call(handler, eventFor(operationId, sent));
}

/** The query of the next page; null where there is none. */
export function nextOf({ headers }: Answer): Record<string, string> | null {
  const url = headers['Link']?.match(/^<([^>]+)>; rel="next"$/)?.[1];
  return url === undefined ? null : Object.fromEntries(new URL(url).searchParams);
}
