import fc from 'fast-check';
import { foldName, hashName } from '../../../lambdas/domain/keys/name.ts';
import { normalizeUserId } from '../../../lambdas/domain/people/user.ts';

describe('two names are the same', () => {
  test.each([
    ['CI Pipeline', 'ci pipeline'],
    ['  CI Pipeline\t', 'CI Pipeline'],
    ['Café', 'Cafe\u0301'],
    ['ＣＩ', 'ci'],
    ['ﬁne', 'FINE'],
    ['ÄRGER', 'ärger'],
    ['\u212a1', 'k1'],
  ])('%j and %j', (left, right) => {
    expect(foldName(left)).toBe(foldName(right));
    expect(hashName(left)).toBe(hashName(right));
  });

  test('in any case of their letters', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9 äöüéñ]{1,40}$/), (name) => {
        expect(hashName(name.toUpperCase())).toBe(hashName(name));
      }),
    );
  });
});

describe('two names differ', () => {
  test.each([
    ['CI Pipeline', 'CI  Pipeline'],
    ['CI Pipeline', 'CIPipeline'],
    ['cafe', 'café'],
    ['a', 'а'],
  ])('%j and %j', (left, right) => {
    expect(hashName(left)).not.toBe(hashName(right));
  });
});

test('the hash has one length, whatever the name', () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (name) => /^[0-9a-f]{64}$/.test(hashName(name))));
});

test('emails compare lower-cased, other user ids as they are', () => {
  expect(normalizeUserId('Ada@Example.COM')).toBe('ada@example.com');
  expect(normalizeUserId('auth0|Ada')).toBe('auth0|Ada');
});
