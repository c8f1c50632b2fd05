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
