import * as environment from '../../lambdas/contract/environment.ts';
import { service } from './memory-service.ts';
import { settings } from './memory-settings.ts';

/**
 * Entry points of functions read their environment when they are imported: call this, then `await import` them.
 * The clients that they make are never called, since tests use `makeHandler`.
 */
export function setEnvironment(): void {
  process.env[environment.settings] = JSON.stringify(settings);
  process.env[environment.service] = JSON.stringify(service);
  process.env[environment.credentialsTable] = 'not-called';
  process.env[environment.registryTable] = 'not-called';
  process.env[environment.usageTable] = 'not-called';
  process.env[environment.outboxTable] = 'not-called';
  process.env[environment.gatewayAccounts] = '[]';
  process.env[environment.auditLogGroup] = '/not/called';
  process.env['AWS_REGION'] = 'us-east-1';
}
