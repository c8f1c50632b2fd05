import * as environment from '../../lambdas/contract/environment.ts';
import { groupByAction, type ScopeGroup } from '../../lambdas/contract/scope-groups.ts';
import { builtInScopes } from '../../lambdas/contract/scopes.ts';
import type { Catalogue } from '../../lambdas/contract/service.ts';
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
    scopes: { ...builtInScopes, ...descriptionsOf(configuration.scopes) },
    scopeGroups: groupsOf(configuration.scopes),
    rateLimitTiers: configuration.rateLimitTiers,
    defaultRateLimitTier: configuration.defaultRateLimitTier,
    keyPolicy: configuration.keyPolicy,
    retentionDays: configuration.retentionDays,
    auditRetentionDays: configuration.auditRetentionDays,
    usageRetentionDays: configuration.usageRetentionDays,
    usageDetail: configuration.usageDetail,
    maxKeysPerUser: configuration.maxKeysPerUser,
    consoleOrigin: configuration.consoleOrigin,
    notices: configuration.notices,
    webhooks: {
      targets: configuration.webhookTargets,
      eventBus: configuration.eventBus,
      mailFrom: configuration.email?.from ?? null,
    },
  };
}

function descriptionsOf(scopes: Configuration['scopes']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(scopes).map(([name, scope]) => [
      name,
      typeof scope === 'string' ? scope : scope.description,
    ]),
  );
}

/** Those that do not follow from the action: the rest need no room in the environment. */
function groupsOf(scopes: Configuration['scopes']): Record<string, ScopeGroup> {
  return Object.fromEntries(
    Object.entries(scopes).flatMap(([name, scope]) =>
      typeof scope === 'string' || scope.group === groupByAction(name) ? [] : [[name, scope.group]],
    ),
  );
}

/**
 * The environment variable that carries the settings.
 *
 * @throws ConfigurationError when they are too large for it
 */
export function settingsEnvironment(configuration: Configuration): Record<string, string> {
  const json = JSON.stringify(deploymentSettings(configuration));
  refuseExcess(
    Buffer.byteLength(json),
    'scopes',
    "for the functions' environment; shorten descriptions or remove scopes",
  );
  return { [environment.settings]: json };
}

/**
 * Names to pick from share the environment of one function with the settings.
 *
 * @throws ConfigurationError when they are too large for it together
 */
export function catalogueBeside(configuration: Configuration): Catalogue {
  const { catalogue } = configuration;
  const json = JSON.stringify(deploymentSettings(configuration)) + JSON.stringify(catalogue);
  refuseExcess(
    Buffer.byteLength(json),
    'catalogue',
    'beside the scopes for the environment of a function; remove names',
  );
  return catalogue;
}

function refuseExcess(bytes: number, key: string, remedy: string): void {
  const excess = bytes - maxSettingsBytes;
  if (excess <= 0) return;
  throw new ConfigurationError(`cdk.json: context "latchkey.${key}": ${excess} bytes too long ${remedy}`);
}
