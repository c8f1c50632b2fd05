import { hash } from 'node:crypto';
import type { Plaintext, SecretHash } from '../../contract/brands.ts';
import { checksumLength, keyBody, secretLength } from '../../contract/api-key.ts';
import { base62 } from './base62.ts';
import { crc32 } from './crc32.ts';
import type { Random } from '../ports.ts';

const bodyPattern = new RegExp(`^${keyBody}$`);

export interface MintedSecret {
  /** Shown once, never stored. */
  readonly plaintext: Plaintext;
  readonly hash: SecretHash;
  readonly keyPrefix: string;
}

/** Mints `<prefix>_<43 base62 characters><CRC-32 as 6>`, the scheme that secret scanners can match offline. */
export function mintSecret(prefix: string, random: Random): MintedSecret {
  const number = BigInt(`0x${Buffer.from(random.bytes(32)).toString('hex')}`);
  const head = `${prefix}_${base62(number, secretLength)}`;
  const plaintext = (head + checksum(head)) as Plaintext;
  return { plaintext, hash: hashSecret(plaintext), keyPrefix: keyPrefixOf(plaintext) };
}

/** The characters of a secret that may be stored and shown, so that people can tell keys apart. */
export function keyPrefixOf(plaintext: Plaintext): string {
  return plaintext.slice(0, 10);
}

/** True where the text has an accepted prefix, the right shape and the right checksum: no I/O is needed to refuse the rest. */
export function isWellFormedSecret(text: string, prefixes: readonly string[]): text is Plaintext {
  const prefix = prefixes.find((candidate) => text.startsWith(`${candidate}_`));
  if (prefix === undefined || !bodyPattern.test(text.slice(prefix.length + 1))) return false;
  const head = text.slice(0, -checksumLength);
  return checksum(head) === text.slice(-checksumLength);
}

/** The stored form of a secret: SHA-256 of the whole plaintext, in hexadecimal. */
export function hashSecret(plaintext: Plaintext): SecretHash {
  return hash('sha256', plaintext) as SecretHash;
}

function checksum(head: string): string {
  return base62(BigInt(crc32(Buffer.from(head))), checksumLength);
}
