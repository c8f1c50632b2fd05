import type { Operations } from '../../gateway/operation.ts';
import { listAuditEvents } from './audit-events.ts';
import type { ReadDependencies } from './dependencies.ts';
import { getPrincipal } from './principal.ts';
import { getProblem } from './problem.ts';
import { getConfig, getHealth, getOpenApi } from './service.ts';
import { getSettings } from './settings.ts';
import { getApiKeyUsage } from './usage-entries.ts';
import { getUsageSummary } from './usage-overview.ts';
import { getApiKeyUsageSummary } from './usage-summary.ts';

export const readOperations: Operations<'reads', ReadDependencies> = {
  getPrincipal,
  listAuditEvents,
  getApiKeyUsage,
  getApiKeyUsageSummary,
  getSettings,
  getUsageSummary,
  getHealth,
  getConfig,
  getOpenApi,
  getProblem,
};
