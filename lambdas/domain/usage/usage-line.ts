import type { ApiKeyId } from '../../contract/brands.ts';
import { type UsageEntry, usageOutcomes } from '../../contract/usage.ts';
import { isApiKeyId } from '../keys/api-key-id.ts';
import { isIsoTime } from '../time.ts';

/** One call with a key, as a usage line tells it. */
export interface ReportedCall {
  readonly apiKeyId: ApiKeyId;
  /** Of the secret that was presented; null in lines from before it was told. */
  readonly keyPrefix: string | null;
  readonly entry: UsageEntry;
}

/** Longer lines are none of ours: what callers put into them is bounded where it comes in. */
const maxLength = 16_384;
const keyPrefixPattern = /^[a-z][a-z0-9]{1,5}_[0-9A-Za-z]{3,7}$/;
const outcomes = new Set<unknown>(usageOutcomes);

/** What every member of an entry must be. */
const checks: { readonly [Member in keyof UsageEntry]: (value: unknown) => boolean } = {
  at: (value) => isText(value) && isIsoTime(value),
  method: isTextOrNull,
  path: isTextOrNull,
  status: (value) => isNumberWithin(value, 100, 599) && Number.isInteger(value),
  outcome: (value) => outcomes.has(value),
  code: isText,
  sourceIp: isTextOrNull,
  userAgent: isTextOrNull,
  requestId: isText,
  latencyMs: (value) => isNumberWithin(value, 0, Number.MAX_SAFE_INTEGER),
};

/** Reads a log line; null for one that is no usage line, or one that DynamoDB could refuse. Other members are dropped. */
export function readUsageLine(line: string): ReportedCall | null {
  if (line.length > maxLength) return null;
  const usage = memberOf(parse(line), 'usage');
  const apiKeyId = memberOf(usage, 'apiKeyId');
  if (!isApiKeyId(apiKeyId)) return null;
  const entry = Object.fromEntries(
    Object.keys(checks).map((name) => {
      const value = memberOf(usage, name);
      // A lone surrogate has no UTF-8, and a call is not uncounted for the path that it was sent with.
      return [name, isText(value) ? value.toWellFormed() : value];
    }),
  );
  const prefix = memberOf(usage, 'keyPrefix');
  const keyPrefix = isText(prefix) && keyPrefixPattern.test(prefix) ? prefix : null;
  return isEntry(entry) ? { apiKeyId, keyPrefix, entry } : null;
}

function isEntry(value: object): value is UsageEntry {
  return Object.entries(checks).every(([name, isValid]) => isValid(memberOf(value, name)));
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Reflect.get(value, name);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value);
}

function isNumberWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}
