import type { KeyPolicy } from '../../../lambdas/contract/settings.ts';
import { checkKeyPolicy } from '../../../lambdas/domain/keys/expiry.ts';
import type { Problem } from '../../../lambdas/domain/problem.ts';

const now = Date.parse('2027-06-15T12:00:00.500Z');

function messageOf(expiresAt: string | null, policy: Partial<KeyPolicy>): string | null {
  const full = { requireExpiry: false, maxLifetimeDays: null, ...policy };
  try {
    checkKeyPolicy(expiresAt === null ? null : Date.parse(expiresAt), full, now);
    return null;
  } catch (error) {
    const { code, errors } = error as Problem;
    expect([code, errors]).toEqual(['INVALID', [{ field: 'expiresAt', message: expect.any(String) }]]);
    return errors?.[0]?.message ?? '';
  }
}

test('without a policy a key may live for ever', () => {
  expect(messageOf(null, {})).toBeNull();
  expect(messageOf('9999-12-31T23:59:59.999Z', {})).toBeNull();
});

test('a required expiry may be any', () => {
  expect(messageOf(null, { requireExpiry: true })).toBe('Please choose an expiration date');
  expect(messageOf('9999-12-31T23:59:59.999Z', { requireExpiry: true })).toBeNull();
});

test('n days allow until the end of the day that is n days ahead, in UTC', () => {
  expect(messageOf('2027-06-22T23:59:59.999Z', { maxLifetimeDays: 7 })).toBeNull();
  expect(messageOf('2027-06-23T00:00:00.000Z', { maxLifetimeDays: 7 })).not.toBeNull();
});

test('one day allows until the end of tomorrow', () => {
  expect(messageOf('2027-06-16T23:59:59.999Z', { maxLifetimeDays: 1 })).toBeNull();
  expect(messageOf('2027-06-17T00:00:00.000Z', { maxLifetimeDays: 1 })).not.toBeNull();
});

test('a greatest lifetime implies an expiry', () => {
  expect(messageOf(null, { maxLifetimeDays: 7 })).toBe(
    'Please choose an expiration date that is in the future and within 7 days from today',
  );
});

test('a policy of 365 days speaks of one year', () => {
  expect(messageOf('2028-06-14T23:59:59.999Z', { maxLifetimeDays: 365 })).toBeNull();
  expect(messageOf('2028-06-15T00:00:00.000Z', { maxLifetimeDays: 365 })).toBe(
    'Please choose an expiration date that is in the future and within one year from today',
  );
});
