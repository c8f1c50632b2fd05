import * as environment from './environment.ts';
import type { ScopeGroup } from './scope-groups.ts';
import { requireEnvironment } from './require-environment.ts';
import type { UsageDetail } from './usage.ts';

/** The part of the configuration (`cdk.json`) that functions need, as the stack has validated it. */
export interface DeploymentSettings {
  /** First part of every key, `^[a-z][a-z0-9]{1,5}$`. */
  readonly prefix: string;
  /** Prefixes of earlier configurations; their keys stay accepted. */
  readonly previousPrefixes: readonly string[];
  /** Name → description, built-in and the operator's own. */
  readonly scopes: Readonly<Record<string, string>>;
  /** Scopes that the operator has put into another group than their action would. */
  readonly scopeGroups: Readonly<Record<string, ScopeGroup>>;
  /** Tier → calls per minute; null is unlimited. */
  readonly rateLimitTiers: Readonly<Record<string, number | null>>;
  readonly defaultRateLimitTier: string;
  readonly keyPolicy: KeyPolicy;
  /** Days that an expired key's record is kept; not always whole ones. */
  readonly retentionDays: number;
  readonly auditRetentionDays: number;
  readonly usageRetentionDays: number;
  readonly usageDetail: UsageDetail;
  readonly maxKeysPerUser: number;
  /** Exact origin of the web console for CORS; null where it is served from the API's own origin. */
  readonly consoleOrigin: string | null;
  /** How long before its end a key is announced to expire: spans such as `30d`. */
  readonly notices: readonly string[];
  readonly webhooks: WebhookSettings;
}

export interface WebhookSettings {
  /** `any` is for trying on a laptop: loopback, private addresses and other ports pass too. */
  readonly targets: 'public' | 'any';
  /** Name or ARN of the one event bus that webhooks can be sent to; null where there is none. */
  readonly eventBus: string | null;
  /** Whom mail of webhooks is from; null where none is sent. */
  readonly mailFrom: string | null;
}

export interface KeyPolicy {
  readonly requireExpiry: boolean;
  /** A key may live until 23:59:59.999Z of the day that is this many days ahead; null is no bound. */
  readonly maxLifetimeDays: number | null;
}

export function readSettings(): DeploymentSettings {
  return JSON.parse(requireEnvironment(environment.settings)) as DeploymentSettings;
}
