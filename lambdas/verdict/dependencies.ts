import * as environment from '../contract/environment.ts';
import { requireEnvironment } from '../contract/require-environment.ts';
import { connectCredentials, type CredentialsReader, type CredentialsTable } from './credentials-table.ts';
import { createKeyPermissions, type KeyPermissions } from './key-permissions.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { createTierFinder, type RateLimitTier, type TierSettings } from './rate-limit-tier.ts';
import { createRoleCache, type RoleCache } from './role-cache.ts';

/** What every verdict of a container is given with; its caches serve all doors together. */
export interface VerdictDependencies {
  readonly reader: CredentialsReader;
  readonly roleCache: RoleCache;
  /** What a key may do of what its user's roles grant. */
  readonly keyPermissions: KeyPermissions;
  readonly limiter: Limiter;
  readonly tierNamed: (name: string) => RateLimitTier;
  readonly now: () => number;
}

/**
 * Over the table that the stack has named to the function.
 *
 * @param print gets a line about what an operator should mend
 */
export function connectVerdicts(
  settings: TierSettings,
  now: () => number,
  print: (line: Readonly<Record<string, unknown>>) => void,
): VerdictDependencies {
  const table = connectCredentials(requireEnvironment(environment.credentialsTable), now);
  // Lambda sets this, and starts the process with the first call already waiting.
  if (process.env['AWS_LAMBDA_FUNCTION_NAME'] !== undefined) table.preconnect();
  return verdictsOver(table, settings, now, print);
}

/** As `connectVerdicts`, over any table. */
export function verdictsOver(
  { reader, limiterStore }: CredentialsTable,
  settings: TierSettings,
  now: () => number,
  print: (line: Readonly<Record<string, unknown>>) => void,
): VerdictDependencies {
  return {
    reader,
    roleCache: createRoleCache(reader, now),
    keyPermissions: createKeyPermissions(),
    limiter: createLimiter(limiterStore, now),
    tierNamed: createTierFinder(settings, print),
    now,
  };
}
