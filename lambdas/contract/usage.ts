/** What became of a call: let through, refused (401, 403, 429), or failed for another reason. */
export const usageOutcomes = ['success', 'denied', 'error'] as const;

export type UsageOutcome = (typeof usageOutcomes)[number];

/** Of which calls an entry of its own is kept; all of them are counted. */
export const usageDetails = ['all', 'denied', 'none'] as const;

export type UsageDetail = (typeof usageDetails)[number];

/** One call with a key. */
export interface UsageEntry {
  /** When it was answered: ISO-8601 UTC with milliseconds. */
  readonly at: string;
  /** Null where a service that verified the key did not say. */
  readonly method: string | null;
  /** The resource's path, its parameters unfilled; never a query. Null as for `method`. */
  readonly path: string | null;
  readonly status: number;
  readonly outcome: UsageOutcome;
  /** The code of the refusal or failure, else `VALID`. */
  readonly code: string;
  readonly sourceIp: string | null;
  /** Masked, 256 characters at most. */
  readonly userAgent: string | null;
  readonly requestId: string;
  /** From the arrival at API Gateway to the answer. */
  readonly latencyMs: number;
}

/** The log line that whoever gives a call its final answer prints, once. */
export interface UsageLine {
  readonly usage: UsageEntry & { readonly apiKeyId: string };
}

/** Picks usage lines out of the functions' log group (CloudWatch Logs user guide, JSON filter patterns). */
export const usageFilterPattern = '{ $.usage.apiKeyId = * }';
