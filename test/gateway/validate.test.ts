import { z } from 'zod';
import type { Problem } from '../../lambdas/domain/problem.ts';
import { validate } from '../../lambdas/gateway/validate.ts';
import { thrownBy } from '../support/memory-answers.ts';

const schema = z.strictObject({
  name: z.string().max(5),
  type: z.enum(['admin', 'end-user']).optional(),
  nested: z.strictObject({ list: z.array(z.int()) }).optional(),
});
const refusal = (value: unknown) => thrownBy(() => validate(schema, value, 'body')) as Problem;
const fieldsOf = (value: unknown) => refusal(value).errors?.map(({ field }) => field);

test('gives back what the schema makes of the value', () => {
  expect(validate(z.string().transform(Number), '7', 'limit')).toBe(7);
  expect(validate(schema, { name: 'CI' }, 'body')).toEqual({ name: 'CI' });
});

test('names every wrong field by its path', () => {
  const value = { name: 5, type: 'x', nested: { list: [1, 'a'] } };
  expect(refusal(value)).toMatchObject({ code: 'INVALID', status: 400 });
  expect(fieldsOf(value)).toEqual(['name', 'type', 'nested.list.1']);
});

test('names every unknown field, however deep', () => {
  expect(fieldsOf({ name: 'CI', x: 1, y: 2, nested: { list: [], z: 3 } })?.toSorted()).toEqual([
    'nested.z',
    'x',
    'y',
  ]);
});

test('names the whole where there is no path', () => {
  expect(fieldsOf(undefined)).toEqual(['body']);
  expect(fieldsOf([])).toEqual(['body']);
});

test('tells the first error as the detail', () => {
  expect(refusal({}).message).toMatch(/^name: ./);
});

describe('tells people what is wrong', () => {
  const whole = z.int().min(1).max(100);
  test.each<[string, z.ZodType, unknown, string]>([
    ['nothing', z.string(), undefined, 'Required'],
    [
      'nothing where something can be left out elsewhere',
      z.string().optional().nonoptional(),
      undefined,
      'Required',
    ],
    ['a number for text', z.string(), 5, 'Must be text'],
    ['null for text', z.string(), null, 'Must be text'],
    ['a fraction', whole, 1.5, 'Must be a whole number from 1 to 100'],
    ['text for a number', whole, 'sent-value', 'Must be a whole number from 1 to 100'],
    ['a number that is too large', whole, 101, 'Must be a whole number from 1 to 100'],
    ['a number that is too small', z.int().min(1), 0, 'Must be a whole number of at least 1'],
    ['text for any number', z.number(), 'sent-value', 'Must be a number'],
    ['text for a truth', z.boolean(), 'sent-value', 'Must be true or false'],
    ['text for a list', z.array(z.string()), 'sent-value', 'Must be a list'],
    ['a list for an object', z.strictObject({}), [], 'Must be an object'],
    ['text for a record', z.record(z.string(), z.string()), 'sent-value', 'Must be an object'],
    ['one that is not to choose', z.enum(['a', 'b', 'c']), 'sent-value', 'Must be one of a, b, c'],
    ['another than the only one', z.literal('a'), 'sent-value', 'Must be a'],
    ['text that is too long', z.string().max(3), 'sent-value', 'Must be at most 3 characters'],
    ['text that is too short', z.string().min(30).max(40), 'sent-value', 'Must be 30 to 40 characters'],
    ['an empty list', z.array(z.string()).min(1).max(20), [], 'Must have at least 1 item'],
    ['a long list', z.array(z.int()).max(2), [1, 2, 3], 'Must have at most 2 items'],
    ['no timestamp', z.iso.datetime(), 'sent-value', 'Must be an ISO-8601 timestamp with a time zone'],
    ['no date', z.iso.date(), 'sent-value', 'Must be a date YYYY-MM-DD'],
    ['text of another form', z.string().regex(/^x/), 'sent-value', 'Must be of another form'],
    [
      'what the schema has words for',
      z.string().regex(/^x/, { error: 'Must begin with x' }),
      'y',
      'Must begin with x',
    ],
  ])('%s', (_, field, value, message) => {
    const { errors } = thrownBy(() =>
      validate(z.strictObject({ field }), { field: value }, 'body'),
    ) as Problem;
    expect(errors).toEqual([{ field: 'field', message }]);
  });

  test('a member whose name is not allowed', () => {
    const label = z.string().refine((text) => text.length < 3, { error: 'Must be short' });
    const { errors } = thrownBy(() =>
      validate(z.record(label, z.string()), { long: 'x' }, 'body'),
    ) as Problem;
    expect(errors).toEqual([{ field: 'long', message: 'This name is not allowed: Must be short' }]);
  });
});

test('never repeats a value', () => {
  const shown = JSON.stringify(
    [{ name: 'sent-value' }, { name: 'CI', type: 'sent-value' }, { name: 'CI', nested: 'sent-value' }].map(
      (value) => [refusal(value).errors, refusal(value).message],
    ),
  );
  expect(shown).not.toContain('sent-value');
});

test('bounds what it tells: 20 errors', () => {
  const unknown = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`field-${at}`, 1]));
  const fields = fieldsOf({ name: 'CI', ...unknown })!;
  expect(fields).toHaveLength(20);
});
