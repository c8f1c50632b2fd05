import fc from 'fast-check';
import {
  escalateScope,
  holdsScope,
  intersectScopes,
  missingScopes,
  normalizeScopes,
  scopeCovers,
  uniteScopes,
} from '../../../lambdas/domain/permissions/scopes.ts';
import { scope, scopes } from '../../support/memory-arbitraries.ts';

describe('covering', () => {
  test.each([
    ['database:read', 'database:read', true],
    ['database:read', 'database:write', false],
    ['database:*', 'database:read', true],
    ['database:*', 'database:*', true],
    ['database:read', 'database:*', false],
    ['data:*', 'database:read', false],
    ['*', 'database:read', true],
    ['*', 'database:*', true],
    ['*', '*', true],
    ['database:*', '*', false],
    ['*', escalateScope, false],
    ['permissions:*', escalateScope, false],
    [escalateScope, escalateScope, true],
    [escalateScope, 'permissions:*', false],
  ])('%s covers %s: %s', (wide, narrow, expected) => {
    expect(scopeCovers(wide, narrow)).toBe(expected);
    expect(holdsScope([wide], narrow)).toBe(expected);
  });

  test('is reflexive and transitive', () => {
    fc.assert(
      fc.property(scope, scope, scope, (a, b, c) => {
        expect(scopeCovers(a, a)).toBe(true);
        if (scopeCovers(a, b) && scopeCovers(b, c)) expect(scopeCovers(a, c)).toBe(true);
      }),
    );
  });

  test('an empty set holds nothing', () => {
    fc.assert(fc.property(scope, (wanted) => !holdsScope([], wanted)));
  });
});

describe('the normal form', () => {
  test('is sorted, and keeps only what nothing else covers', () => {
    expect(normalizeScopes(['database:read', 'metadata:read', 'database:*', 'metadata:read'])).toEqual([
      'database:*',
      'metadata:read',
    ]);
    expect(normalizeScopes(['*', escalateScope, 'database:read'])).toEqual(['*', escalateScope]);
  });

  test('grants the same, and is the same for sets that grant the same', () => {
    fc.assert(
      fc.property(scopes, scope, (set, wanted) => {
        const normal = normalizeScopes(set);
        expect(holdsScope(normal, wanted)).toBe(holdsScope(set, wanted));
        expect(normalizeScopes([...set, ...normal].toReversed())).toEqual(normal);
      }),
    );
  });
});

describe('the intersection', () => {
  test.each([
    [['*'], ['database:read'], ['database:read']],
    [['database:*'], ['*'], ['database:*']],
    [
      ['database:*', 'metadata:read'],
      ['database:read', 'metadata:*'],
      ['database:read', 'metadata:read'],
    ],
    [['database:read'], ['database:write'], []],
    [['*'], [], []],
    [['*'], [escalateScope], []],
    [['*', escalateScope], [escalateScope], [escalateScope]],
  ])('%j ∩ %j = %j', (left, right, expected) => {
    expect(intersectScopes(left, right)).toEqual(expected);
  });

  test('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(scopes, scopes, scopes, (a, b, c) => {
        expect(intersectScopes(a, b)).toEqual(intersectScopes(b, a));
        expect(intersectScopes(intersectScopes(a, b), c)).toEqual(intersectScopes(a, intersectScopes(b, c)));
        expect(intersectScopes(a, a)).toEqual(normalizeScopes(a));
      }),
    );
  });

  test('holds a scope exactly where both sets hold it', () => {
    fc.assert(
      fc.property(scopes, scopes, scope, (a, b, wanted) => {
        expect(holdsScope(intersectScopes(a, b), wanted)).toBe(
          holdsScope(a, wanted) && holdsScope(b, wanted),
        );
      }),
    );
  });
});

describe('union and difference', () => {
  test('the union holds what one of the sets holds', () => {
    fc.assert(
      fc.property(fc.array(scopes, { maxLength: 3 }), scope, (sets, wanted) => {
        expect(holdsScope(uniteScopes(sets), wanted)).toBe(sets.some((set) => holdsScope(set, wanted)));
      }),
    );
  });

  test('nothing is missing once what was missing is added', () => {
    fc.assert(
      fc.property(scopes, scopes, (held, wanted) => {
        const missing = missingScopes(held, wanted);
        expect(missing.filter((one) => holdsScope(held, one))).toEqual([]);
        expect(missingScopes([...held, ...missing], wanted)).toEqual([]);
      }),
    );
  });
});
