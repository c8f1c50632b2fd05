import { planted, things } from './planted.ts';
import { Rules } from './rules.ts';
import { Violation } from './violation.ts';

const rows = Object.entries(planted).flatMap(([operation, requests]) =>
  requests.map(([rule, what, broken, mended]) => ({ operation, rule, what, broken, mended })),
);

function rulesOfThings() {
  const rules = new Rules();
  const check = (operation: string, request: object) =>
    rules.check(`DynamoDB_20120810.${operation}`, JSON.stringify(request));
  check('CreateTable', things);
  return { rules, check };
}

function violationIn(call: () => void): Violation | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof Violation) return error;
    throw error;
  }
}

test.each(rows)('$operation, $rule: $what', ({ operation, rule, broken, mended }) => {
  const { rules, check } = rulesOfThings();
  // Mended first: what has passed once is judged by its values alone.
  expect(violationIn(() => check(operation, mended))).toBeUndefined();
  expect(violationIn(() => check(operation, broken))).toMatchObject({ rule });
  expect(violationIn(() => check(operation, mended))).toBeUndefined();
  expect(rules.violations).toHaveLength(1);
  expect(() => rules.conclude()).toThrow(rule);
});

test('a violation names the table and the expressions, and no value', () => {
  const { check } = rulesOfThings();
  for (const { operation, broken } of rows) {
    const told = violationIn(() => check(operation, broken))?.message;
    for (const value of valuesIn(broken)) expect(told).not.toContain(value);
  }
  const { operation, broken } = rows[0]!;
  expect(violationIn(() => check(operation, broken))?.message).toBe(
    'reserved word: reserved keyword: status, in UpdateItem on Things, UpdateExpression "SET status = :new"',
  );
});

test('what is no request for items of a known table is not judged', () => {
  const { rules, check } = rulesOfThings();
  check('GetItem', { TableName: 'Others', Key: {} });
  check('ListTables', { Limit: 0 });
  rules.check('DynamoDBStreams_20120810.GetRecords', JSON.stringify({ ShardIterator: '' }));
  expect(() => rules.conclude()).not.toThrow();
});

/** Every string and number that a request would store or compare, but for the shortest, which words contain. */
function valuesIn(request: unknown): string[] {
  if (typeof request !== 'object' || request === null) return [];
  return Object.entries(request).flatMap(([name, value]) => {
    const isValue = (name === 'S' || name === 'N') && typeof value === 'string' && value.length > 3;
    return isValue ? [value] : valuesIn(value);
  });
}
