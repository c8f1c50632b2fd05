import fc from 'fast-check';
import { type Answer, meaningOf } from '../../../lambdas/domain/webhooks/answer.ts';
import { parseHttpDate } from '../../../lambdas/domain/webhooks/http-date.ts';
import { dayMs } from '../../../lambdas/domain/time.ts';
import { noon } from '../../support/memory-ports.ts';

const status = (code: number, retryAfter: string | null = null): Answer => ({
  kind: 'status',
  status: code,
  retryAfter,
});
const waitOf = (answer: Answer, now = noon) => {
  const meaning = meaningOf(answer, now);
  return meaning.kind === 'failed' ? meaning.waitMs : meaning.kind;
};

test('every status is taken, gone or failed', () => {
  const kinds = Map.groupBy(
    Array.from({ length: 1_000 }, (_, code) => code),
    (code) => meaningOf(status(code), noon).kind,
  );
  expect(kinds.get('taken')).toEqual(Array.from({ length: 100 }, (_, at) => 200 + at));
  expect(kinds.get('gone')).toEqual([410]);
  expect(kinds.get('failed')).toHaveLength(899);
});

test('no answer has failed', () => {
  for (const reason of ['timeout', 'connection', 'tls', 'address', 'refused', 'lost'] as const)
    expect(meaningOf({ kind: 'none', reason }, noon)).toEqual({ kind: 'failed', waitMs: 0 });
});

describe('Retry-After', () => {
  test.each<[string, number]>([
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7_000],
    ['86400', dayMs],
    ['86401', dayMs],
    ['9'.repeat(400), dayMs],
    ['Tue, 15 Jun 2027 12:01:00 GMT', 59_500],
    ['Tuesday, 15-Jun-27 12:01:00 GMT', 59_500],
    ['Tue Jun 15 12:01:00 2027', 59_500],
    ['Tue, 15 Jun 2027 11:59:59 GMT', 0],
    ['Fri, 31 Dec 9999 23:59:59 GMT', dayMs],
    ['', 0],
    ['-1', 0],
    ['1.5', 0],
    ['1e9', 0],
    ['0x10', 0],
    ['soon', 0],
    ['2027-06-15T12:01:00Z', 0],
    ['Tue, 31 Jun 2027 12:01:00 GMT', 0],
    ['Tue, 15 Jun 2027 25:01:00 GMT', 0],
    ['Tue, 15 Jun 2027 12:01:00 CEST', 0],
  ])('%p is %d ms', (retryAfter, waitMs) => {
    expect([waitOf(status(429, retryAfter)), waitOf(status(503, retryAfter))]).toEqual([waitMs, waitMs]);
  });

  test('of other answers is not looked at', () => {
    for (const code of [200, 301, 400, 404, 410, 413, 500, 502]) {
      const meaning = meaningOf(status(code, '120'), noon);
      expect(meaning).toEqual(meaningOf(status(code), noon));
    }
  });

  test('is between nothing and a day, whatever it says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.date().map(String)), (retryAfter) => {
        const waitMs = waitOf(status(429, retryAfter)) as number;
        expect(waitMs >= 0 && waitMs <= dayMs).toBe(true);
      }),
    );
  });
});

describe('an HTTP date', () => {
  test('is read as it was written', () => {
    const dates = fc.date({ min: new Date(0), max: new Date(Date.UTC(9999, 11, 31)), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        const whole = Math.floor(date.getTime() / 1_000) * 1_000;
        expect(parseHttpDate(new Date(whole).toUTCString(), noon)).toBe(whole);
      }),
    );
  });

  test('with a year of two digits is at most 50 years ahead', () => {
    expect(parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT', noon)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37));
    expect(parseHttpDate('Saturday, 06-Nov-77 08:49:37 GMT', noon)).toBe(Date.UTC(2077, 10, 6, 8, 49, 37));
    expect(parseHttpDate('Sunday, 06-Nov-78 08:49:37 GMT', noon)).toBe(Date.UTC(1978, 10, 6, 8, 49, 37));
    expect(parseHttpDate('Sun Nov  6 08:49:37 1994', noon)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37));
  });
});
