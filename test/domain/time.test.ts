import {
  dayMs,
  dayOf,
  daysBetween,
  endOf,
  epochSeconds,
  isoTime,
  startOfDay,
  ttlAt,
} from '../../lambdas/domain/time.ts';

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

test('what counts as gone from a moment on does so at the next whole second, and not before', () => {
  const second = midnight / 1_000;
  for (const [part, ttl] of [
    [0, second],
    [1, second + 1],
    [999, second + 1],
  ] as const) {
    expect(ttlAt(midnight + part)).toBe(ttl);
    expect(epochSeconds(midnight + part)).toBe(second);
    expect(endOf(ttlAt(midnight + part))).toBe(ttl * 1_000);
  }
});

test('a moment is written with its milliseconds, and none stays none', () => {
  expect([isoTime(midnight + 5), isoTime(null)]).toEqual(['2027-03-01T00:00:00.005Z', null]);
});
