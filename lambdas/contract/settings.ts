import { environment, requireEnvironment } from './environment.ts';
import type { UsageDetail } from './usage.ts';

/**
 * The part of the configuration (`cdk.json`) that functions need at run time. The stack validates it at
 * synth and hands it over as one JSON environment variable.
 */
export interface DeploymentSettings {
  /** First part of every key, `^[a-z][a-z0-9]{1,5}$`. */
  readonly prefix: string;
  /** Prefixes of earlier configurations; their keys stay accepted. */
  readonly previousPrefixes: readonly string[];
  /** The scope catalogue: name → description, built-in and the operator's own. */
  readonly scopes: Readonly<Record<string, string>>;
  /** Tier → calls per minute; null is unlimited. */
  readonly rateLimitTiers: Readonly<Record<string, number | null>>;
  readonly defaultRateLimitTier: string;
  readonly keyPolicy: KeyPolicy;
  /** Days, not always whole ones, that an expired key's record is kept before DynamoDB removes it. */
  readonly retentionDays: number;
  readonly auditRetentionDays: number;
  /** Days that usage is kept. */
  readonly usageRetentionDays: number;
  readonly usageDetail: UsageDetail;
  readonly maxKeysPerUser: number;
  /** Exact origin of the web console for CORS; null where it is served from the API's own origin. */
  readonly consoleOrigin: string | null;
}

export interface KeyPolicy {
  readonly requireExpiry: boolean;
  /** A key may live until 23:59:59.999Z of the day that is this many days ahead; null is no bound. */
  readonly maxLifetimeDays: number | null;
}

/** Reads what the stack wrote; the stack has validated it. */
export function readSettings(): DeploymentSettings {
  return JSON.parse(requireEnvironment(environment.settings)) as DeploymentSettings;
}
