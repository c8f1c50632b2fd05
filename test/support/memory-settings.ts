import { builtInScopes } from '../../lambdas/contract/scopes.ts';
import type { DeploymentSettings } from '../../lambdas/contract/settings.ts';

/** A deployment's configuration, as tests need it: nothing of it is the default of another place. */
export const settings: DeploymentSettings = {
  prefix: 'lk',
  previousPrefixes: ['old'],
  scopes: { ...builtInScopes, 'database:read': 'Read databases', 'database:write': 'Write databases' },
  scopeGroups: {},
  rateLimitTiers: { free: 100, pro: 2_000, enterprise: null },
  defaultRateLimitTier: 'pro',
  keyPolicy: { requireExpiry: false, maxLifetimeDays: null },
  retentionDays: 30,
  auditRetentionDays: 400,
  usageRetentionDays: 90,
  usageDetail: 'all',
  maxKeysPerUser: 1_000,
  consoleOrigin: 'https://console.example.com',
  notices: ['30d', '7d', '1d'],
  webhooks: { targets: 'public', eventBus: null, mailFrom: null },
};
