import fc from 'fast-check';
import { type ApiKey, statusOf } from '../../../lambdas/domain/keys/api-key.ts';
import {
  type ApiKeyFilter,
  matchesRecord,
  matchesUse,
  mayMatchUse,
} from '../../../lambdas/domain/keys/api-key-filter.ts';
import { dayMs, latestMs } from '../../../lambdas/domain/time.ts';
import { laterOf } from '../../../lambdas/domain/usage/last-use.ts';
import { apiKeyIdOf } from '../../support/memory-brands.ts';
import { noon } from '../../support/memory-ports.ts';
import { mintKey } from '../../support/memory-records.ts';

describe('a filter', () => {
  const { key } = mintKey({ createdVia: apiKeyIdOf('parent'), expiresAt: noon + 1 });
  const matches = (filter: ApiKeyFilter, now = noon): boolean => matchesRecord(key, filter, now);

  test('without conditions matches', () => {
    expect(matches({})).toBe(true);
  });

  test.each<[ApiKeyFilter, ApiKeyFilter]>([
    [{ type: ['end-user'] }, { type: ['admin'] }],
    [{ userId: ['ci-bot@example.com'] }, { userId: ['ci-bot'] }],
    [{ createdVia: ['parent'] }, { createdVia: ['other'] }],
    [{ status: ['paused', 'active'] }, { status: ['paused', 'expired'] }],
    [{ type: ['admin', 'end-user'] }, { type: [] }],
    [{ neverExpires: false }, { neverExpires: true }],
    [{ expiresBefore: noon + 2 }, { expiresBefore: noon + 1 }],
    [{ expiresAfter: noon + 1 }, { expiresAfter: noon + 2 }],
    [{ rotatedBefore: noon + 1 }, { rotatedBefore: noon }],
    [{ status: ['active'] }, { status: ['paused'] }],
  ])('by %j matches, by %j does not', (matching, other) => {
    expect([matches(matching), matches(other)]).toEqual([true, false]);
  });

  test.each(['ci pipe', ' PIPELINE ', 'BOT@example', 'nightly', key.id.slice(3, 9), key.keyPrefix, ''])(
    'searches part of every text: %j',
    (search) => {
      expect(matches({ search })).toBe(true);
    },
  );

  test('searches no other fields, and all conditions must match', () => {
    expect(matches({ search: 'team' })).toBe(false);
    expect(matches({ search: 'ci', type: ['admin'] })).toBe(false);
  });

  test('by status goes by the clock: paused and expired is expired', () => {
    expect(matches({ status: ['active'] }, noon + 1)).toBe(false);
    expect(matches({ status: ['expired'] }, noon + 1)).toBe(true);
    expect(statusOf({ ...key, pausedBy: 'x' }, noon)).toBe('paused');
    expect(statusOf({ ...key, pausedBy: 'x' }, noon + 1)).toBe('expired');
  });
});

describe('a key that never expires', () => {
  const { key } = mintKey({ expiresAt: null });

  test.each<ApiKeyFilter>([{ expiresBefore: latestMs }, { expiresAfter: 0 }, { neverExpires: false }])(
    'is not what %j asks for',
    (filter) => {
      expect(matchesRecord(key, filter, noon)).toBe(false);
    },
  );

  test('is what neverExpires asks for', () => {
    expect(matchesRecord(key, { neverExpires: true }, noon)).toBe(true);
  });
});

test.each([
  [null, null, true],
  [[], null, false],
  [null, {}, false],
])('scopes %j and access rights %j of its own: unlimited is %s', (scopes, accessRights, unlimited) => {
  const { key } = mintKey({ scopes, accessRights });
  expect(matchesRecord(key, { unlimited }, noon)).toBe(true);
  expect(matchesRecord(key, { unlimited: !unlimited }, noon)).toBe(false);
});

test('the secret of a key is from its last rotation', () => {
  const { key } = mintKey({});
  const rotated = { ...key, lastRotatedAt: noon + dayMs };
  expect(matchesRecord(rotated, { rotatedBefore: noon + dayMs }, noon)).toBe(false);
  expect(matchesRecord(rotated, { rotatedBefore: noon + dayMs + 1 }, noon)).toBe(true);
});

describe('by use', () => {
  const { key } = mintKey({});
  const used = { ...key, lastUsedAt: noon + dayMs };
  const matches = (of: ApiKey, filter: ApiKeyFilter) => [mayMatchUse(of, filter), matchesUse(of, filter)];

  test.each<[ApiKey, ApiKeyFilter, boolean]>([
    [key, { neverUsed: true }, true],
    [used, { neverUsed: false }, true],
    [used, { neverUsed: true }, false],
    [used, { usedBefore: noon + dayMs + 1 }, true],
    [used, { usedBefore: noon + dayMs }, false],
    [key, { usedBefore: noon + 1 }, true],
    [key, { usedBefore: noon }, false],
    [key, { usedBefore: noon + 1, neverUsed: false }, false],
    [used, { usedBefore: noon + 2 * dayMs, neverUsed: false }, true],
  ])('%#: a key that was there from noon on', (of, filter, expected) => {
    expect(matches(of, filter)[1]).toBe(expected);
  });

  test('nothing is left out by its record that a later use could not bring in', () => {
    const times = fc.option(fc.integer({ min: noon, max: noon + 9 }));
    const filters = fc.record(
      { usedBefore: fc.integer({ min: noon, max: noon + 9 }), neverUsed: fc.boolean() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(times, times, filters, (early, late, filter) => {
        const lastUsedAt = laterOf(early, late);
        if (mayMatchUse({ ...key, lastUsedAt: early }, filter)) return;
        expect(matchesUse({ ...key, lastUsedAt }, filter)).toBe(false);
      }),
    );
  });
});
