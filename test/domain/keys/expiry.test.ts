import fc from 'fast-check';
import { type ExpiryRequest, readExpiry } from '../../../lambdas/domain/keys/expiry.ts';
import type { Problem } from '../../../lambdas/domain/problem.ts';
import { noon } from '../../support/memory-ports.ts';

const read = (request: ExpiryRequest, now = noon): string | null | undefined => {
  const time = readExpiry(request, now);
  return typeof time === 'number' ? new Date(time).toISOString() : time;
};

function refusal(request: ExpiryRequest, now = noon): Problem {
  try {
    readExpiry(request, now);
  } catch (error) {
    return error as Problem;
  }
  throw new Error(`${JSON.stringify(request)} was accepted`);
}

describe('expiresAt', () => {
  test.each([
    ['2027-06-16', '2027-06-16T00:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2400-02-29', '2400-02-29T00:00:00.000Z'],
    ['9999-12-31', '9999-12-31T00:00:00.000Z'],
    ['2027-06-15T12:00:00.501Z', '2027-06-15T12:00:00.501Z'],
    ['2027-12-31T23:59:59Z', '2027-12-31T23:59:59.000Z'],
    ['2027-12-31T23:59:59.123456789Z', '2027-12-31T23:59:59.123Z'],
    ['2028-01-01T01:30:00+02:00', '2027-12-31T23:30:00.000Z'],
    ['2027-12-31T23:30:00-05:30', '2028-01-01T05:00:00.000Z'],
  ])('%s is %s', (expiresAt, expected) => {
    expect(read({ expiresAt })).toBe(expected);
  });

  test.each([
    '2027-02-29',
    '2028-02-30',
    '2100-02-29',
    '2027-13-01',
    '2028-00-10',
    '2028-01-00',
    '2027-09-31',
    '2028-02-30T00:00:00Z',
    '2027-12-31T24:00:00Z',
    '2027-12-31T23:60:00Z',
    '2027-12-31T23:59:60Z',
    '2027-12-31T23:59:59',
    '2027-12-31T23:59:59+24:00',
    '2027-12-31T23:59:59+0200',
    '2027-12-31 23:59:59Z',
    '2027-12-31T23:59:59.Z',
    '31.12.2027',
    '2027-1-1',
    '+012027-01-01',
    'tomorrow',
    '1830254400000',
    ' 2028-01-01',
    '',
  ])('%p is not a date', (expiresAt) => {
    expect(refusal({ expiresAt })).toMatchObject({ code: 'INVALID', errors: [{ field: 'expiresAt' }] });
  });

  test('must be in the future, by a millisecond at least', () => {
    expect(read({ expiresAt: '2027-06-15T12:00:00.501Z' })).toBeDefined();
    for (const expiresAt of ['2027-06-15T12:00:00.500Z', '2027-06-15', '1999-12-31', '0000-01-01']) {
      expect(refusal({ expiresAt }).errors).toEqual([
        { field: 'expiresAt', message: 'The expiration must be in the future' },
      ]);
    }
  });

  test('a date means its first moment, so the key does not work on that day', () => {
    expect(refusal({ expiresAt: '2027-06-15' }, Date.parse('2027-06-15T00:00:00.000Z')).code).toBe('INVALID');
    expect(read({ expiresAt: '2027-06-15' }, Date.parse('2027-06-14T23:59:59.999Z'))).toBeDefined();
  });

  test('beyond the year 9999 is refused, since no ISO-8601 timestamp of four digits says it', () => {
    expect(refusal({ expiresAt: '9999-12-31T23:59:59-01:00' }).code).toBe('INVALID');
  });

  test('any written date is read as itself or refused, never as another day', () => {
    const part = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
    fc.assert(
      fc.property(fc.integer({ min: 2028, max: 9998 }), part(13), part(32), (year, month, day) => {
        const date = `${year}-${month}-${day}`;
        const days = new Date(Date.UTC(year, Number(month), 0)).getUTCDate();
        const exists = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days;
        if (exists) expect(read({ expiresAt: date })).toBe(`${date}T00:00:00.000Z`);
        else expect(refusal({ expiresAt: date }).code).toBe('INVALID');
      }),
    );
  });
});

describe('expiresIn', () => {
  test.each([
    ['1s', 1_000],
    ['90s', 90_000],
    ['30m', 30 * 60_000],
    ['12h', 12 * 3_600_000],
    ['90d', 90 * 86_400_000],
    ['2w', 14 * 86_400_000],
    ['1y', 365 * 86_400_000],
  ])('%s is that long from now', (expiresIn, durationMs) => {
    expect(readExpiry({ expiresIn }, noon)).toBe(noon + durationMs);
  });

  test.each([
    '0d',
    '-1d',
    '1.5d',
    '01d',
    '1',
    'd',
    '1D',
    '1M',
    '1 d',
    '1d ',
    '1d2h',
    '99999999999s',
    '1µs',
    '',
  ])('%p is not a duration', (expiresIn) => {
    expect(refusal({ expiresIn })).toMatchObject({ code: 'INVALID', errors: [{ field: 'expiresIn' }] });
  });

  test('reaches to the end of the year 9999 and no further', () => {
    const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
    expect(readExpiry({ expiresIn: '10s' }, last - 10_000)).toBe(last);
    expect(refusal({ expiresIn: '10s' }, last - 9_999).code).toBe('INVALID');
    expect(refusal({ expiresIn: '9999999999y' }).code).toBe('INVALID');
  });
});

test('null is never, and nothing given asks for nothing', () => {
  expect(read({ expiresAt: null })).toBeNull();
  expect(read({})).toBeUndefined();
});

test('both given are refused, whatever they say', () => {
  expect(refusal({ expiresAt: '2028-01-01', expiresIn: '90d' }).errors).toMatchObject([
    { field: 'expiresIn' },
  ]);
  expect(refusal({ expiresAt: null, expiresIn: '90d' }).code).toBe('INVALID');
});

test('a refusal never repeats what was sent', () => {
  for (const request of [{ expiresAt: 'sent-at' }, { expiresIn: 'sent-in' }]) {
    const { message, errors } = refusal(request);
    expect(JSON.stringify([message, errors])).not.toContain('sent-');
  }
});
