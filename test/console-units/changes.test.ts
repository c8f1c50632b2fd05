import { changeLines } from '../../console/src/pages/audit-log/change-lines.ts';
import { listOf } from '../../console/src/key-counts/concerns.ts';
import { hasAcceptedCalls, periodAt } from '../../console/src/pages/overview/period.ts';

const linesOf = (from: unknown, to: unknown) =>
  changeLines({ field: { from, to } }).map(({ path, from, to }) => [path.join('.'), from, to]);

test.each<[string, unknown, unknown, unknown[]]>([
  ['a text', 'a', 'b', [['field', 'a', 'b']]],
  ['null and nothing allowed', null, {}, [['field', null, {}]]],
  ['nothing allowed, and something', {}, { a: 1 }, [['field', {}, { a: 1 }]]],
  ['a member of a member', { a: { b: 1, c: 2 }, d: 3 }, { a: { b: 9, c: 2 }, d: 3 }, [['field.a.b', 1, 9]]],
  ['a member that came', { a: 1 }, { a: 1, b: 2 }, [['field.b', undefined, 2]]],
  ['a member that went', { a: 1, b: 2 }, { a: 1 }, [['field.b', 2, undefined]]],
  ['a list', ['a'], ['b'], [['field', ['a'], ['b']]]],
])('of %s only what changed stands in a line', (_, from, to, lines) => {
  expect(linesOf(from, to)).toEqual(lines);
});

test('a concern leads to the list of the keys that were counted', () => {
  const asOf = '2027-06-15T12:00:00.000Z';
  const query = (concern: Parameters<typeof listOf>[0]) =>
    Object.fromEntries(new URL(listOf(concern, { asOf }), 'http://console').searchParams);
  expect(query('expiring')).toEqual({
    expiresAfter: asOf,
    expiresBefore: '2027-06-29T12:00:00.000Z',
    sort: 'expiresAt',
  });
  expect(query('broad')).toEqual({ broad: 'true' });
  expect(query('unused')).toEqual({ usedBefore: '2027-03-17' });
  expect(query('unrotated')).toEqual({ rotatedBefore: '2027-03-17T12:00:00.000Z' });
  expect(query('unlimited')).toEqual({ unlimited: 'true' });
});

test('a period ends today, in UTC', () => {
  expect(periodAt(Date.parse('2027-03-02T00:30:00Z'), 7)).toEqual({ from: '2027-02-24', to: '2027-03-02' });
});

test.each([
  ['none was counted yet', 0, null, false],
  ['all that was counted is in the period, and refused', 0, '2027-01-05T00:00:00Z', false],
  ['calls from before the period may have been let through', 0, '2026-12-01T00:00:00Z', true],
  ['one was let through', 1, '2027-01-05T00:00:00Z', true],
])('where %s', (_, success, countedSince, has) => {
  const byOutcome = { success, denied: 0, error: 0 };
  expect(hasAcceptedCalls({ byOutcome, countedSince, from: '2027-01-01T00:00:00.000Z' })).toBe(has);
});
