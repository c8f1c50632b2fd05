import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { hashSecret, isWellFormedSecret, mintSecret } from '../../../lambdas/domain/keys/secret.ts';
import { predictableRandom } from '../../support/memory-ports.ts';
import { anyCharacter } from '../../support/any-character.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const randomOf = (bytes: Uint8Array) => ({ bytes: () => bytes, uuid: () => '' });
const { plaintext } = mintSecret('lk', predictableRandom());

/** CRC-32 bit by bit, from its polynomial: shares nothing with the implementation. */
function crc32(text: string): number {
  let remainder = 0xff_ff_ff_ff;
  for (const byte of Buffer.from(text)) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      remainder = remainder & 1 ? (remainder >>> 1) ^ 0xed_b8_83_20 : remainder >>> 1;
    }
  }
  return (remainder ^ 0xff_ff_ff_ff) >>> 0;
}

/** Reads base62 back, most significant character first. */
function fromBase62(text: string): bigint {
  return [...text].reduce((value, character) => value * 62n + BigInt(alphabet.indexOf(character)), 0n);
}

describe('a minted secret', () => {
  test('is the prefix, 43 characters of secret and 6 of checksum', () => {
    expect(plaintext).toMatch(/^lk_[0-9A-Za-z]{43}[0-9A-Za-z]{6}$/);
  });

  test('holds all 32 random bytes, and ends with the CRC-32 of all before it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const minted = mintSecret('lk', randomOf(bytes)).plaintext;
        expect(fromBase62(minted.slice(3, 46))).toBe(BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
        expect(fromBase62(minted.slice(-6))).toBe(BigInt(crc32(minted.slice(0, -6))));
      }),
    );
  });

  test('is well formed for the least and the greatest random number', () => {
    for (const byte of [0x00, 0xff]) {
      const minted = mintSecret('lk', randomOf(new Uint8Array(32).fill(byte))).plaintext;
      expect(isWellFormedSecret(minted, ['lk'])).toBe(true);
    }
  });

  test('is stored as the SHA-256 of the whole, and shown by its first ten characters', () => {
    const minted = mintSecret('lk', predictableRandom());
    expect(minted.hash).toBe(createHash('sha256').update(minted.plaintext).digest('hex'));
    expect(minted.hash).toBe(hashSecret(minted.plaintext));
    expect(minted.keyPrefix).toBe(minted.plaintext.slice(0, 10));
  });

  test('differs with every call', () => {
    const random = predictableRandom();
    const minted = Array.from({ length: 20 }, () => mintSecret('lk', random).plaintext);
    expect(new Set(minted).size).toBe(20);
  });
});

describe('recognising a secret', () => {
  test('a known one is accepted: Python’s zlib.crc32 gives 3839210869, which is 4Bow7x in base62', () => {
    expect(isWellFormedSecret(`lk_${'A'.repeat(43)}4Bow7x`, ['lk'])).toBe(true);
  });

  test('every change of one character is refused', () => {
    const accepted = [...plaintext].flatMap((original, at) =>
      [...alphabet.split(''), '_', '-', ' ']
        .filter((character) => character !== original)
        .map((character) => plaintext.slice(0, at) + character + plaintext.slice(at + 1))
        .filter((text) => isWellFormedSecret(text, ['lk'])),
    );
    expect(accepted).toEqual([]);
  });

  test('two neighbours swapped, a character lost or one added are refused', () => {
    for (let at = 3; at < plaintext.length - 1; at += 1) {
      const [left, right] = [plaintext[at] ?? '', plaintext[at + 1] ?? ''];
      const swapped = plaintext.slice(0, at) + right + left + plaintext.slice(at + 2);
      expect(isWellFormedSecret(swapped, ['lk'])).toBe(left === right);
    }
    expect(isWellFormedSecret(plaintext.slice(0, -1), ['lk'])).toBe(false);
    expect(isWellFormedSecret(`${plaintext}A`, ['lk'])).toBe(false);
    expect(isWellFormedSecret(`${plaintext}\n`, ['lk'])).toBe(false);
    expect(isWellFormedSecret(` ${plaintext}`, ['lk'])).toBe(false);
  });

  test('secrets of the previous prefixes stay accepted, and of no others', () => {
    const former = mintSecret('vams', predictableRandom()).plaintext;
    expect(isWellFormedSecret(former, ['lk', 'vams'])).toBe(true);
    expect(isWellFormedSecret(former, ['lk'])).toBe(false);
    expect(isWellFormedSecret(plaintext, [])).toBe(false);
  });

  test('a prefix that begins another one does not shadow it', () => {
    const longer = mintSecret('lk2', predictableRandom()).plaintext;
    expect(isWellFormedSecret(longer, ['lk', 'lk2'])).toBe(true);
    expect(isWellFormedSecret(longer, ['lk'])).toBe(false);
  });

  test('no text of another make is well formed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: anyCharacter }), (text) => {
        expect(isWellFormedSecret(text, ['lk'])).toBe(false);
        expect(isWellFormedSecret(`lk_${text}`, ['lk'])).toBe(false);
      }),
    );
  });
});
