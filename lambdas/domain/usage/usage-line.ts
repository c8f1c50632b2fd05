import type { ApiKeyId } from '../../contract/brands.ts';
import { type UsageEntry, usageOutcomes } from '../../contract/usage.ts';
import { isApiKeyId } from '../keys/api-key-id.ts';
import { isIsoTime } from '../time.ts';

/** One call with a key, as a usage line tells it. */
export interface ReportedCall {
  readonly apiKeyId: ApiKeyId;
  readonly entry: UsageEntry;
}

/** Longer lines are none of ours: what callers put into them is bounded where it comes in. */
const maxLength = 16_384;
/** More calls than one container can refuse in its life. */
const maxRepeated = 1e9;
/** Ten characters, no more of a secret is ever told. */
const keyPrefixPattern = /^(?=.{10}$)[a-z][a-z0-9]{1,5}_[0-9A-Za-z]+$/;
const outcomes = new Set<unknown>(usageOutcomes);
const needNames = new Set(['project', 'module', 'environment', 'action']);

type Optional = 'api' | 'route' | 'needed' | 'keyPrefix' | 'verified';

/** What every member of an entry must be. */
const checks: {
  readonly [Member in Exclude<keyof UsageEntry, Optional>]-?: (value: unknown) => boolean;
} = {
  at: (value) => isText(value) && isIsoTime(value),
  method: isTextOrNull,
  path: isTextOrNull,
  status: (value) => value === null || (isNumberWithin(value, 100, 599) && Number.isInteger(value)),
  outcome: (value) => outcomes.has(value),
  code: isText,
  sourceIp: isTextOrNull,
  userAgent: isTextOrNull,
  requestId: isText,
  latencyMs: (value) => isNumberWithin(value, 0, Number.MAX_SAFE_INTEGER),
  repeated: (value) =>
    value === undefined || (isNumberWithin(value, 1, maxRepeated) && Number.isInteger(value)),
};

/** What members must be that an entry can be without; one that is something else is left out. */
const optional: { readonly [Member in Optional]: (value: unknown) => boolean } = {
  api: isWellFormed,
  route: isWellFormed,
  needed: isNeeds,
  keyPrefix: (value) => isText(value) && keyPrefixPattern.test(value),
  verified: (value) => value === true,
};

/** Reads a log line; null for one that is no usage line, or one that DynamoDB could refuse. Other members are dropped. */
export function readUsageLine(line: string): ReportedCall | null {
  if (line.length > maxLength) return null;
  const usage = memberOf(parse(line), 'usage');
  const apiKeyId = memberOf(usage, 'apiKeyId');
  if (!isApiKeyId(apiKeyId)) return null;
  const entry = Object.fromEntries(
    Object.keys(checks)
      .map((name) => {
        const value = memberOf(usage, name);
        // A lone surrogate has no UTF-8, and a call is not uncounted for the path that it was sent with.
        return [name, isText(value) ? value.toWellFormed() : value] as const;
      })
      .filter(([, value]) => value !== undefined),
  );
  if (!isEntry(entry)) return null;
  const more = Object.entries(optional).flatMap(([name, isValid]) => {
    const value = memberOf(usage, name);
    return isValid(value) ? [[name, value]] : [];
  });
  return { apiKeyId, entry: { ...entry, ...Object.fromEntries(more) } };
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

function isWellFormed(value: unknown): value is string {
  return isText(value) && value.isWellFormed();
}

/** Scopes, and names of what they are wanted on. */
function isNeeds(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { scopes, ...target } = value as Readonly<Record<string, unknown>>;
  return (
    Array.isArray(scopes) &&
    scopes.every(isWellFormed) &&
    Object.entries(target).every(([name, text]) => needNames.has(name) && isWellFormed(text))
  );
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value);
}

function isNumberWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}
