import fc from 'fast-check';
import { containsSecret, secretShape } from '../../../lambdas/domain/keys/secret-shape.ts';
import { mintSecret } from '../../../lambdas/domain/keys/secret.ts';
import { predictableRandom } from '../../support/memory-ports.ts';

const shape = secretShape(['lk', 'old']);
const { plaintext } = mintSecret('lk', predictableRandom());
const former = mintSecret('old', predictableRandom()).plaintext;

describe('text that has the shape of a key', () => {
  test('is found wherever it stands, of every accepted prefix', () => {
    for (const text of [plaintext, former, `key=${plaintext}&x=1`, `x${plaintext}`, `${plaintext}tail`]) {
      expect(shape.isIn(text)).toBe(true);
    }
  });

  test('is found when it is mistyped: the checksum does not count', () => {
    expect(shape.isIn(`${plaintext.slice(0, -1)}${plaintext.endsWith('A') ? 'B' : 'A'}`)).toBe(true);
  });

  test('is not the public beginning of a key, nor a key of others', () => {
    expect(shape.isIn(plaintext.slice(0, 10))).toBe(false);
    expect(shape.isIn(plaintext.slice(0, -1))).toBe(false);
    expect(shape.isIn(mintSecret('other', predictableRandom()).plaintext)).toBe(false);
  });

  test('leaves nothing of a key when it is masked, however many there are', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const masked = shape.mask(`${before}${plaintext} ${former}${after}`);
        expect(masked).not.toContain(plaintext.slice(3, 13));
        expect(masked).not.toContain(former.slice(4, 14));
        expect(shape.isIn(masked)).toBe(false);
      }),
    );
  });

  test('leaves nothing of two that follow each other', () => {
    expect(shape.mask(`${plaintext}${former}`)).toBe('[masked key]');
    expect(shape.mask(`a ${plaintext}${plaintext}.`)).toBe('a [masked key].');
  });

  test('is found percent-encoded, too', () => {
    expect(shape.isIn(plaintext.replace('_', '%5F'))).toBe(true);
    expect(shape.isIn(`/a%20b/${plaintext.replace('_', '%255f')}`)).toBe(true);
    expect(shape.isIn('100% lk%5F')).toBe(false);
  });

  test('is all that masking changes', () => {
    expect(shape.mask(`curl/8 ${plaintext} (x)`)).toBe('curl/8 [masked key] (x)');
    expect(shape.mask('curl/8')).toBe('curl/8');
  });

  test('is found again at the next question, since the answer does not depend on the one before', () => {
    expect([1, 2, 3].map(() => shape.isIn(plaintext))).toEqual([true, true, true]);
  });
});

describe('a JSON value', () => {
  test.each([
    ['a string', plaintext],
    ['an item', ['x', plaintext]],
    ['a member', { name: `my ${plaintext}` }],
    ['the name of a member', { [plaintext]: 1 }],
    ['something deep', { a: [{ b: { c: [plaintext] } }] }],
  ])('contains a key in %s', (_, value) => {
    expect(containsSecret(value, shape)).toBe(true);
  });

  test.each([[null], [undefined], [1], [true], ['lk_'], [{ name: 'CI' }], [[]]])(
    'without one: %p',
    (value) => {
      expect(containsSecret(value, shape)).toBe(false);
    },
  );

  test('may have one in a member that is exempt, and in no other', () => {
    expect(containsSecret({ key: plaintext }, shape, ['key'])).toBe(false);
    expect(containsSecret({ key: plaintext, name: plaintext }, shape, ['key'])).toBe(true);
    expect(containsSecret({ [plaintext]: 1 }, shape, [plaintext])).toBe(true);
    expect(containsSecret({ request: { key: plaintext } }, shape, ['key'])).toBe(true);
  });
});
