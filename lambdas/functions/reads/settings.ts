import { kindsServed } from '../../domain/webhooks/endpoint.ts';
import { operation, success } from '../../gateway/operation.ts';
import type { ReadDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { deploymentSettings } from './service-schemas.ts';

export const getSettings = operation(
  'getSettings',
  {
    summary: 'Read the settings of the deployment',
    description: 'What keys can be like here, how long what is kept, and names to pick from.',
    tag: 'Service',
    success: success(200, deploymentSettings),
    example: { answer: examples.settings },
  },
  async (_, { settings, service }: Pick<ReadDependencies, 'settings' | 'service'>) => ({
    body: {
      prefix: settings.prefix,
      previousPrefixes: settings.previousPrefixes,
      rateLimitTiers: settings.rateLimitTiers,
      defaultRateLimitTier: settings.defaultRateLimitTier,
      keyPolicy: settings.keyPolicy,
      maxKeysPerUser: settings.maxKeysPerUser,
      notices: settings.notices,
      webhookKinds: kindsServed(settings.webhooks),
      retentionDays: settings.retentionDays,
      auditRetentionDays: settings.auditRetentionDays,
      usageRetentionDays: settings.usageRetentionDays,
      usageDetail: settings.usageDetail,
      catalogue: service.catalogue,
    },
  }),
);
