import fc from 'fast-check';
import {
  holdsAllScopes,
  keyPermissions,
  missingPermissions,
  type Permissions,
  unitePermissions,
} from '../../../lambdas/domain/permissions/permissions.ts';
import { escalateScope } from '../../../lambdas/domain/permissions/scopes.ts';
import { permissions, restriction, scopes } from '../../support/memory-arbitraries.ts';

describe('what a key may do', () => {
  const withoutEscalate = (held: Permissions): Permissions => ({
    ...held,
    scopes: held.scopes.filter((scope) => scope !== escalateScope),
  });

  test('is all that its user may, where it adds nothing; and nothing, where its own sets are empty', () => {
    fc.assert(
      fc.property(permissions, (held) => {
        expect(keyPermissions(held, { scopes: null, accessRights: null })).toEqual(withoutEscalate(held));
        expect(keyPermissions(held, { scopes: [], accessRights: {} })).toEqual({
          scopes: [],
          accessRights: {},
        });
      }),
    );
  });

  test('is never more than its user may', () => {
    fc.assert(
      fc.property(permissions, restriction, (held, own) => {
        expect(missingPermissions(held, keyPermissions(held, own))).toBeNull();
      }),
    );
  });

  test('is never permissions:escalate, which counts for people only', () => {
    fc.assert(
      fc.property(permissions, restriction, (held, own) => {
        const user = { ...held, scopes: [...held.scopes, escalateScope] };
        expect(keyPermissions(user, own).scopes).not.toContain(escalateScope);
      }),
    );
  });

  test('never grows by another restriction', () => {
    fc.assert(
      fc.property(permissions, restriction, restriction, (held, first, second) => {
        const once = keyPermissions(held, first);
        expect(missingPermissions(once, keyPermissions(once, second))).toBeNull();
      }),
    );
  });

  test('grows with what the user holds, and never shrinks', () => {
    fc.assert(
      fc.property(permissions, permissions, restriction, (held, more, own) => {
        const wider = unitePermissions([held, more]);
        expect(missingPermissions(keyPermissions(wider, own), keyPermissions(held, own))).toBeNull();
      }),
    );
  });
});

describe('the union of roles', () => {
  test('covers each of them, and no roles grant nothing', () => {
    fc.assert(
      fc.property(fc.array(permissions, { maxLength: 3 }), (grants) => {
        const all = unitePermissions(grants);
        for (const grant of grants) expect(missingPermissions(all, grant)).toBeNull();
      }),
    );
    expect(unitePermissions([])).toEqual({ scopes: [], accessRights: {} });
  });
});

describe('holding all', () => {
  test('takes the widest wildcard, dimension by dimension', () => {
    expect(holdsAllScopes({ scopes: ['*'], accessRights: {} })).toBe(true);
  });

  test('many scopes are not all', () => {
    fc.assert(
      fc.property(scopes, (held) => {
        expect(holdsAllScopes({ scopes: held, accessRights: {} })).toBe(held.includes('*'));
      }),
    );
  });
});
