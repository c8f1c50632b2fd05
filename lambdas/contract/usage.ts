import type { ApiKeyId } from './brands.ts';

/** What became of a call: let through, refused (401, 403, 429), or failed for another reason. */
export const usageOutcomes = ['success', 'denied', 'error'] as const;

export type UsageOutcome = (typeof usageOutcomes)[number];

/** Which calls get an entry; all of them are counted. */
export const usageDetails = ['all', 'denied', 'none'] as const;

export type UsageDetail = (typeof usageDetails)[number];

/** What a call asked for: scopes, and an action on a module or an environment of a project. */
export interface UsageNeeds {
  readonly scopes: readonly string[];
  readonly project?: string;
  readonly module?: string;
  readonly environment?: string;
  readonly action?: string;
}

export interface UsageEntry {
  /** When it was answered: ISO-8601 UTC with milliseconds. */
  readonly at: string;
  /** Null where a service that verified the key did not say. */
  readonly method: string | null;
  /** The resource's path, its parameters unfilled; never a query. Null as for `method`. */
  readonly path: string | null;
  /** Null where the gateway authorizer let it through to an API of somebody's own, which gives the answer. */
  readonly status: number | null;
  readonly outcome: UsageOutcome;
  /** The code of the refusal or failure, else `VALID`. */
  readonly code: string;
  readonly sourceIp: string | null;
  /** Masked, 256 characters at most. */
  readonly userAgent: string | null;
  readonly requestId: string;
  /** From the arrival at API Gateway to the answer. */
  readonly latencyMs: number;
  /** Calls before it that were refused alike and have no entry of their own; left out where there are none. */
  readonly repeated?: number;
  /** Name of the protected API that was called; left out, like `route`, for calls to this one. */
  readonly api?: string;
  /** Its registered route, such as `ANY /orders`; left out where there is none. */
  readonly route?: string;
  /** Left out where nobody knows it, and where it is long. */
  readonly needed?: UsageNeeds;
  /** Of the secret that was presented; left out in lines from before it was told. */
  readonly keyPrefix?: string;
  /** A service asked about the key with `POST /verify`; left out for all other calls, and in lines from before. */
  readonly verified?: true;
}

/** The log line that whoever gives a call its final answer prints. */
export interface UsageLine {
  readonly usage: UsageEntry & {
    readonly apiKeyId: ApiKeyId;
    /** A rotation leaves a key with two secrets for a while. */
    readonly keyPrefix: string;
  };
}

/** Picks usage lines out of the functions' log group. */
export const usageFilterPattern = '{ $.usage.apiKeyId = * }';
