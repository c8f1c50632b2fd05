import type { DeploymentSettings } from '../contract/settings.ts';

export interface RateLimitTier {
  readonly name: string;
  /** Null is unlimited. */
  readonly callsPerMinute: number | null;
}

export type TierSettings = Pick<DeploymentSettings, 'rateLimitTiers' | 'defaultRateLimitTier'>;

/** The tier of a key; one that configuration no longer has counts as the default. */
export function tierNamed(
  name: string,
  { rateLimitTiers, defaultRateLimitTier }: TierSettings,
): RateLimitTier {
  const known = Object.hasOwn(rateLimitTiers, name) ? name : defaultRateLimitTier;
  return { name: known, callsPerMinute: rateLimitTiers[known] ?? null };
}

/**
 * Finds tiers by name, and tells of each name that configuration no longer has: once, since a busy key would
 * fill the log.
 *
 * @param print gets the warning
 */
export function createTierFinder(
  settings: TierSettings,
  print: (line: Readonly<Record<string, unknown>>) => void,
): (name: string) => RateLimitTier {
  const warned = new Set<string>();
  return (name) => {
    const tier = tierNamed(name, settings);
    if (tier.name !== name && !warned.has(name)) {
      warned.add(name);
      print({ level: 'WARN', message: 'unknown rate-limit tier', tier: name, standIn: tier.name });
    }
    return tier;
  };
}
