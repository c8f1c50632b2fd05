import { type UsageEntry, usageOutcomes } from '../../contract/usage.ts';

/** One call with a key, as a usage line tells it. */
export interface ReportedCall {
  readonly apiKeyId: string;
  readonly entry: UsageEntry;
}

/** Longer lines are none of ours: what callers put into them is bounded where it comes in. */
const maxLength = 16_384;
const apiKeyIdPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const momentPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const outcomes = new Set<unknown>(usageOutcomes);

/** What every member of an entry must be. */
const checks: { readonly [Member in keyof UsageEntry]: (value: unknown) => boolean } = {
  at: isMoment,
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
  if (!isText(apiKeyId) || !apiKeyIdPattern.test(apiKeyId)) return null;
  const members = Object.entries(checks).map(([name, isValid]) => {
    const value = memberOf(usage, name);
    // A lone surrogate has no UTF-8, and a call is not uncounted for the path that it was sent with.
    return { name, value: typeof value === 'string' ? value.toWellFormed() : value, isValid };
  });
  if (!members.every(({ value, isValid }) => isValid(value))) return null;
  const entry = Object.fromEntries(members.map(({ name, value }) => [name, value]));
  return { apiKeyId, entry: entry as unknown as UsageEntry };
}

/** An entry with its members in the order that people read them in; a table gives them back in any. */
export function inUsageOrder(stored: UsageEntry): UsageEntry {
  const { at, method, path, status, outcome, code, sourceIp, userAgent, requestId, latencyMs } = stored;
  return { at, method, path, status, outcome, code, sourceIp, userAgent, requestId, latencyMs };
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
  return (value as Readonly<Record<string, unknown>>)[name];
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

function isMoment(value: unknown): boolean {
  if (!isText(value) || !momentPattern.test(value)) return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value;
}
