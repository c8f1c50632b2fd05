import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isWellFormedSecret, mintSecret } from '../../lambdas/domain/keys/secret.ts';

const random = (bytes: Uint8Array) => ({ bytes: () => bytes, uuid: () => '' });

const page = readFileSync(join(import.meta.dirname, '../../docs/secret-scanning.md'), 'utf8');

/** Each regular expression that the page gives to a scanner. */
const patterns = [...page.matchAll(/(?:\\b\(?)?lk_\[[^\s'`]+/g)].map(([pattern]) => pattern);

test('the page gives GitHub, gitleaks, TruffleHog and everybody else a pattern', () => {
  expect(patterns).toEqual([
    '\\blk_[0-9A-Za-z]{49}\\b',
    'lk_[0-9A-Za-z]{49}',
    '\\blk_[0-9A-Za-z]{49}\\b',
    '\\b(lk_[0-9A-Za-z]{49})\\b',
  ]);
});

test.each(patterns)('%s finds each key that is minted, whole, in any text', (pattern) => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.constantFrom(['', ''], ['key=', '\n'], ['"', '"'], ['Bearer ', ' -v'], ['https://x:', '@y/']),
      (bytes, [before, after]) => {
        const { plaintext } = mintSecret('lk', random(bytes));
        expect(new RegExp(pattern).exec(`${before}${plaintext}${after}`)?.[0]).toBe(plaintext);
      },
    ),
  );
});

test('its test string has a right checksum, and is the key of 32 zero bytes', () => {
  const [testString = ''] = /lk_[0-9A-Za-z]{49}\b/.exec(page) ?? [];
  expect(isWellFormedSecret(testString, ['lk'])).toBe(true);
  expect(testString).toBe(mintSecret('lk', random(new Uint8Array(32))).plaintext);
});
