import * as z from 'zod';

type Issue = z.core.$ZodRawIssue;

const types: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const formats: Readonly<Record<string, string>> = {
  datetime: 'an ISO-8601 timestamp with a time zone',
  date: 'a date YYYY-MM-DD',
  uuid: 'a UUID',
};

/** What is wrong with a field, without its value. */
export function describeIssue(issue: Issue): string {
  if (issue.input === undefined) return 'Required';
  const { code } = issue;
  if (code === 'invalid_type') return `Must be ${types[issue.expected] ?? describeNumber(issue)}`;
  if (code === 'too_small' || code === 'too_big') return describeSize(issue);
  if (code === 'invalid_value') {
    return `Must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
  }
  if (code === 'invalid_format') return `Must be ${formats[issue.format] ?? 'of another form'}`;
  if (code === 'invalid_key') return `This name is not allowed: ${issue.issues[0]?.message ?? ''}`;
  return 'Not allowed here';
}

function describeSize(issue: Issue): string {
  const { schema } = issue;
  if (schema instanceof z.ZodString) return `Must be ${range(schema.minLength, schema.maxLength)} characters`;
  if (!(schema instanceof z.ZodArray)) return `Must be ${describeNumber(issue)}`;
  const [bound, count] =
    issue.code === 'too_small' ? ['at least', issue.minimum] : ['at most', issue['maximum']];
  return `Must have ${bound} ${String(count)} ${count === 1 ? 'item' : 'items'}`;
}

function describeNumber({ schema }: Issue): string {
  if (!(schema instanceof z.ZodNumber)) return 'a number';
  const bounds = range(schema.minValue, schema.maxValue).replace(/^at/, 'of at').replace(/^\d/, 'from $&');
  return `a ${schema.format === 'safeint' ? 'whole number' : 'number'} ${bounds}`.trimEnd();
}

/** `1 to 100`, `at least 1`, `at most 100`, or nothing where there is no bound. */
function range(minimum: number | null, maximum: number | null): string {
  const [least, most] = [minimum, maximum].map((bound) => (isBound(bound) ? bound : null));
  if (least === null) return most === null ? '' : `at most ${most}`;
  return most === null ? `at least ${least}` : `${least} to ${most}`;
}

function isBound(bound: number | null): boolean {
  return bound !== null && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
}
