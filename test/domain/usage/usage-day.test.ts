import {
  dayMs,
  dayOf,
  daysBetween,
  startOfDay,
  usageTtlOf,
} from '../../../lambdas/domain/usage/usage-day.ts';

const midnight = Date.parse('2027-03-01T00:00:00.000Z');

test.each([
  ['one moment', midnight, midnight, ['2027-03-01']],
  ['the end of a month, by a millisecond', midnight - 1, midnight, ['2027-02-28', '2027-03-01']],
  ['a whole day', midnight, midnight + dayMs - 1, ['2027-03-01']],
  ['parts of three', midnight - 1, midnight + dayMs, ['2027-02-28', '2027-03-01', '2027-03-02']],
  ['nothing', midnight, midnight - 1, []],
])('the days of %s', (_, from, to, days) => {
  expect(daysBetween(from, to)).toEqual(days);
});

test('a day begins at midnight UTC, and its last moment is still of it', () => {
  expect(startOfDay('2027-03-01')).toBe(midnight);
  expect([dayOf(midnight), dayOf(midnight + dayMs - 1)]).toEqual(['2027-03-01', '2027-03-01']);
});

test('usage is kept from the end of its day on', () => {
  expect(usageTtlOf('2027-03-01', 90)).toBe((midnight + 91 * dayMs) / 1_000);
});
