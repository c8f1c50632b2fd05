import * as environment from '../../lambdas/contract/environment.ts';
import { builtInScopes } from '../../lambdas/contract/scopes.ts';
import type { DeploymentSettings } from '../../lambdas/contract/settings.ts';
import { type Configuration, ConfigurationError } from './configuration.ts';

/**
 * Lambda takes 4,096 bytes of environment for a function; a quarter is kept for table and log group names.
 */
const maxSettingsBytes = 3072;

/** What functions get to know of the configuration. */
export function deploymentSettings(configuration: Configuration): DeploymentSettings {
  return {
    prefix: configuration.prefix,
    previousPrefixes: configuration.previousPrefixes,
    scopes: { ...builtInScopes, ...configuration.scopes },
    rateLimitTiers: configuration.rateLimitTiers,
    defaultRateLimitTier: configuration.defaultRateLimitTier,
    keyPolicy: configuration.keyPolicy,
    retentionDays: configuration.retentionDays,
    auditRetentionDays: configuration.auditRetentionDays,
    usageRetentionDays: configuration.usageRetentionDays,
    usageDetail: configuration.usageDetail,
    maxKeysPerUser: configuration.maxKeysPerUser,
    consoleOrigin: configuration.consoleOrigin,
  };
}

/**
 * The environment variable that carries the settings.
 *
 * @throws ConfigurationError when they are too large for it
 */
export function settingsEnvironment(configuration: Configuration): Record<string, string> {
  const json = JSON.stringify(deploymentSettings(configuration));
  const excess = Buffer.byteLength(json) - maxSettingsBytes;
  if (excess > 0) {
    throw new ConfigurationError(
      `cdk.json: context "latchkey.scopes": ${excess} bytes too long for the functions' environment; ` +
        'shorten descriptions or remove scopes',
    );
  }
  return { [environment.settings]: json };
}
