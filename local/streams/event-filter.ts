import { isRecord } from '../json.ts';

/** Tells whether a record passes a mapping's filters. */
export type EventFilter = (record: unknown) => boolean;

type Matcher = (value: unknown) => boolean;

/**
 * Compiles the filters of an event source mapping, in Lambda's event filtering syntax. A record passes if it matches
 * any of them. Without filters all records pass. Supported are exact values, `prefix`, `exists` and `anything-but`
 * with values.
 *
 * @throws Error for any other rule
 */
export function compileEventFilters(patterns: readonly string[]): EventFilter {
  const filters = patterns.map((pattern) => compilePattern(JSON.parse(pattern)));
  return (record) => filters.length === 0 || filters.some((filter) => filter(record));
}

/**
 * Whether records with this `eventName` can pass the filters, whatever else is in them.
 *
 * @throws Error for a rule that is not supported
 */
export function passesEventName(patterns: readonly string[], eventName: string): boolean {
  const rules = patterns.map((pattern) => {
    const { eventName: names } = JSON.parse(pattern) as { readonly eventName?: unknown };
    return JSON.stringify({ eventName: names });
  });
  return compileEventFilters(rules)({ eventName });
}

function compilePattern(pattern: unknown): Matcher {
  if (Array.isArray(pattern)) {
    const rules = pattern.map(compileRule);
    return (value) => rules.some((rule) => rule(value));
  }
  if (typeof pattern !== 'object' || pattern === null) {
    throw new Error(`a filter has ${JSON.stringify(pattern)} where a list of rules is expected`);
  }
  const fields = Object.entries(pattern).map(([name, inner]) => {
    if (name.startsWith('$')) throw new Error(`the filter rule ${name} is not supported`);
    return [name, compilePattern(inner)] as const;
  });
  return (value) => {
    const members = isRecord(value) ? value : {};
    return fields.every(([name, matches]) =>
      matches(Object.hasOwn(members, name) ? members[name] : undefined),
    );
  };
}

function compileRule(rule: unknown): Matcher {
  if (!isRecord(rule)) return (value) => values(value).some((item) => item === rule);
  const [[name, argument] = ['', undefined], ...more] = Object.entries(rule);
  if (more.length === 0) {
    if (name === 'prefix' && typeof argument === 'string') {
      return (value) => values(value).some((item) => typeof item === 'string' && item.startsWith(argument));
    }
    if (name === 'exists' && typeof argument === 'boolean') {
      return (value) => (value !== undefined && !isRecord(value)) === argument;
    }
    if (name === 'anything-but' && isListOfScalars([argument].flat())) {
      const excluded = new Set([argument].flat());
      return (value) => value !== undefined && !values(value).some((item) => excluded.has(item));
    }
  }
  throw new Error(`the filter rule ${JSON.stringify(rule)} is not supported`);
}

/** A list in the record matches if one of its items does. */
function values(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isListOfScalars(list: readonly unknown[]): boolean {
  return list.every((item) => ['string', 'number', 'boolean'].includes(typeof item) || item === null);
}
