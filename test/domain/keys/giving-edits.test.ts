import fc from 'fast-check';
import {
  intersectAccessRights,
  isEmptyAccessRights,
  missingAccessRights,
} from '../../../lambdas/domain/permissions/access-rights.ts';
import { type Caller, refuseGift } from '../../../lambdas/domain/keys/giving.ts';
import type { KeyReach } from '../../../lambdas/domain/keys/reach.ts';
import {
  keyPermissions,
  missingPermissions,
  type Restriction,
} from '../../../lambdas/domain/permissions/permissions.ts';
import { escalateScope, intersectScopes, missingScopes } from '../../../lambdas/domain/permissions/scopes.ts';
import { permissions, restriction } from '../../support/memory-arbitraries.ts';
import { apiKeyIdOf } from '../../support/memory-brands.ts';
import { noon } from '../../support/memory-ports.ts';

const bound = fc.option(fc.integer({ min: 1, max: 5 }));
const addresses = fc.option(fc.subarray(['10.0.0.0/8', '10.1.0.0/16', '::1', '192.0.2.1'], { minLength: 1 }));
const reach: fc.Arbitrary<KeyReach> = fc
  .tuple(
    restriction,
    fc.record({
      type: fc.constantFrom('admin', 'end-user'),
      paused: fc.boolean(),
      expiresAt: bound,
      allowedIps: addresses,
      rateLimit: bound,
    }),
  )
  .map(([own, rest]) => ({ ...own, ...rest }));
const caller: fc.Arbitrary<Caller> = fc
  .tuple(fc.constantFrom('ada', 'bob'), permissions, fc.option(restriction))
  .map(([userId, held, ownRestriction]) => ({
    userId,
    via: ownRestriction === null ? ('jwt' as const) : ('api-key' as const),
    apiKeyId: ownRestriction === null ? null : apiKeyIdOf('k1'),
    permissions: ownRestriction === null ? held : keyPermissions(held, ownRestriction),
    ownRestriction: ownRestriction === null ? null : { ...ownRestriction, expiresAt: null, allowedIps: null },
  }));

/** Both restrictions together; null is none. */
function narrower<T>(before: T | null, less: T | null, meet: (left: T, right: T) => T): T | null {
  if (before === null) return less;
  return less === null ? before : meet(before, less);
}

/** A caller who holds nothing: whatever widens is refused to them. */
const nobody: Caller = {
  userId: 'bob',
  via: 'jwt',
  apiKeyId: null,
  permissions: { scopes: [], accessRights: {} },
  ownRestriction: null,
};
const base: KeyReach = {
  type: 'end-user',
  paused: true,
  scopes: ['database:read'],
  accessRights: { projects: { sales: { modules: { model: 'read' } } } },
  expiresAt: noon,
  allowedIps: ['10.0.0.0/8'],
  rateLimit: 100,
};
const edit = (fields: Partial<KeyReach>) =>
  refuseGift(nobody, {
    userId: 'ada',
    userPermissions: { scopes: ['database:*'], accessRights: {} },
    before: base,
    after: { ...base, ...fields },
    isSecretShown: false,
    defaultRateLimit: null,
  });

describe('an edit', () => {
  test.each<[string, Partial<KeyReach>]>([
    ['more scopes', { scopes: ['database:*'] }],
    ['no limit on scopes', { scopes: null }],
    ['more rights', { accessRights: { projects: { '*': { modules: { model: 'read' } } } } }],
    ['no limit on rights', { accessRights: null }],
    ['a later expiry', { expiresAt: noon + 1 }],
    ['no expiry', { expiresAt: null }],
    ['more addresses', { allowedIps: ['10.0.0.0/7'] }],
    ['any address', { allowedIps: null }],
    ['a looser tier', { rateLimit: 101 }],
    ['resuming', { paused: false }],
    ['the type admin', { type: 'admin' }],
  ])('that widens is refused to who holds nothing: %s', (_, fields) => {
    expect(edit(fields)).toMatchObject({ code: 'INSUFFICIENT_PERMISSIONS' });
  });

  test.each<[string, Partial<KeyReach>]>([
    ['no change', {}],
    ['fewer scopes', { scopes: [] }],
    ['fewer rights', { accessRights: {} }],
    ['an earlier expiry', { expiresAt: noon - 1 }],
    ['fewer addresses', { allowedIps: ['10.1.0.0/16'] }],
    ['a tighter tier', { rateLimit: 99 }],
  ])('that narrows needs nothing: %s', (_, fields) => {
    expect(edit(fields)).toBeNull();
  });

  test('that narrows is never refused, whoever asks', () => {
    fc.assert(
      fc.property(
        caller,
        reach,
        restriction,
        permissions,
        bound,
        (who, before, less, userPermissions, limit) => {
          const narrowed: Restriction = {
            scopes: narrower(before.scopes, less.scopes, intersectScopes),
            accessRights: narrower(before.accessRights, less.accessRights, intersectAccessRights),
          };
          const after = { ...before, ...narrowed, paused: true, type: 'end-user' as const };
          const given = {
            isSecretShown: false,
            userId: 'ada',
            userPermissions,
            before,
            after,
            defaultRateLimit: limit,
          };
          expect(refuseGift(who, given)).toBeNull();
        },
      ),
    );
  });
});

describe('a gift that is not refused', () => {
  const given = fc.record({
    userId: fc.constantFrom('ada', 'bob'),
    userPermissions: permissions,
    before: fc.constant(null),
    after: reach,
    isSecretShown: fc.constant(true),
    defaultRateLimit: bound,
  });

  test('never lets the key do what the caller may not', () => {
    fc.assert(
      fc.property(caller, given, (who, gift) => {
        const mayEscalate = who.via === 'jwt' && who.permissions.scopes.includes(escalateScope);
        fc.pre(!mayEscalate && refuseGift(who, gift) === null);
        const effective = keyPermissions(gift.userPermissions, gift.after);
        expect(missingPermissions(who.permissions, effective)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  test('never leaves the restriction of the calling key, whatever its user may do later', () => {
    fc.assert(
      fc.property(caller, given, permissions, (who, gift, later) => {
        const own = who.ownRestriction;
        fc.pre(own !== null && refuseGift(who, gift) === null);
        const grown = keyPermissions(later, gift.after);
        if (own?.scopes) expect(missingScopes(own.scopes, grown.scopes)).toEqual([]);
        if (own?.accessRights)
          expect(isEmptyAccessRights(missingAccessRights(own.accessRights, grown.accessRights))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('never lets another’s key grow beyond the caller when its user gains permissions', () => {
    fc.assert(
      fc.property(caller, given, permissions, (who, gift, later) => {
        fc.pre(who.userId !== gift.userId && refuseGift(who, gift) === null);
        const { scopes, accessRights } = gift.after;
        if (scopes === null) expect(who.permissions.scopes).toContain('*');
        else expect(missingScopes(scopes, keyPermissions(later, gift.after).scopes)).toEqual([]);
        if (accessRights === null)
          expect(missingAccessRights(who.permissions.accessRights, later.accessRights)).toEqual({});
      }),
      { numRuns: 300 },
    );
  });
});
