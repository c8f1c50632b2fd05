/** A month of a deployment. */
export interface Traffic {
  /** Calls with a key without a limit, each answered by one of Latchkey's own handlers. */
  readonly calls: number;
  /** Calls that CloudWatch Logs hands to the usage recorder at a time. */
  readonly callsPerDelivery: number;
  /** Different keys that are used in any one minute, the same ones all day. */
  readonly keysInUse: number;
  /** Of which calls an entry is kept; hardly any is denied. */
  readonly usageDetail: 'all' | 'denied';
}

export const daysOfMonth = 30;
const secondsOfDay = 24 * 60 * 60;
export const minutesOfMonth = (daysOfMonth * secondsOfDay) / 60;

/** An assumption for busy containers; below about a call a second each call is a delivery of its own. */
const fullDelivery = 10;
const keysInUse = 1000;

export const million: Traffic = {
  calls: 1_000_000,
  callsPerDelivery: 1,
  keysInUse,
  usageDetail: 'all',
};
export const billion: Traffic = { ...million, calls: 1_000_000_000, callsPerDelivery: fullDelivery };

/** A thousand million a day. */
export const billionADay: Traffic = { ...billion, calls: billion.calls * daysOfMonth };

/** The same rate all month. */
export function sustained(callsPerSecond: number, usageDetail: Traffic['usageDetail']): Traffic {
  return { ...billion, calls: callsPerSecond * daysOfMonth * secondsOfDay, usageDetail };
}

/**
 * What a call leaves behind and takes. Bytes are those of `GET /me` on the laptop server, rounded up, and of the lines
 * that Lambda documents; durations are assumptions for warm functions, DynamoDB's answer included.
 */
export const perCall = {
  authorizer: { memoryGb: 0.25, seconds: 0.02 },
  handler: { memoryGb: 0.5, seconds: 0.02 },
  /** Per delivery. */
  recorder: { memoryGb: 0.5, seconds: 0.03 },
  accessLineBytes: 450,
  usageLineBytes: 350,
  /** Lambda's START, END and REPORT, for each run of a function. */
  platformBytes: 260,
  /** In the table Usage, one in its chunk, with the 100 bytes that DynamoDB counts for an item. */
  usageItemBytes: 260,
  usageEntryBytes: 200,
  /** Beside a call's part of the slice that its delivery has of a minute: the rest of the slice. */
  sliceBytes: 210,
  responseBytes: 1000,
} as const;

/** Of the usage recorder, over all environments: each asks for itself, and pays for asking in vain as well. */
export const perMinuteOfRecorder = {
  /** A minute is marked as one to be counted. */
  marks: 1,
  /** It asks whether to count what is over. */
  leases: 2,
  /** It tells up to when calls have been recorded. */
  recordedUntil: 12,
} as const;

/** What counting one minute, hour or day takes beside what is in it. */
export const perTally = {
  /** The outer one is marked, the mark of this one is taken away. */
  marks: 2,
  /** What is due is read before and after, and each partition of slices is at least one unit. */
  reads: 2,
  /** Of the item, beside its keys. */
  bytes: 300,
  run: { memoryGb: 0.5, seconds: 0.3 },
} as const;

/** What is there whatever is called; a test compares it with the templates. */
export const standing = {
  /** Metrics that alarms watch; a sum counts each of its own. */
  alarmMetrics: 83,
  /**
   * Calls answered 401, 403 and 429, refusals that were thrown, grants of everything, and what Lambda counts for both
   * consumers of the registry's stream and for the dispatcher (six metrics each).
   */
  customMetrics: 5 + 3 * 6,
  dashboards: 1,
} as const;

/** Retentions of cdk.json as shipped, in months. */
export const monthsKept = { logs: 3, usage: 3 } as const;

/** CloudWatch Logs stores this share of what it took in (AWS Pricing Calculator). */
export const compression = 0.15;
