import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { bitString, der, integer, objectId, octetString, sequence, utcTime } from './der.ts';

/** A certificate, in PEM, and the key that is kept nowhere. */
export interface SelfSigned {
  readonly certificate: string;
  readonly key: KeyObject;
}

const dayMs = 86_400_000;
/** For clocks that are late. */
const earlierMs = 3_600_000;

const ids = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
  extendedKeyUsage: '551d25',
  serverAuth: '2b06010505070301',
} as const;

/**
 * A certificate of a new key (P-256) for names and addresses of this machine, signed by that key. It vouches for no other
 * certificate: whoever trusts it trusts one server (RFC 5280).
 *
 * @param hosts names and IPv4 addresses
 */
export function selfSigned(hosts: readonly string[], days = 30, now = new Date()): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectId(ids.ecdsaWithSha256));
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(15)]);
  // Among certificates that are trusted, one is found by its name.
  const name = nameOf(`Latchkey webhook listener ${serial.toString('hex')}`);
  const content = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    name,
    sequence(utcTime(new Date(now.getTime() - earlierMs)), utcTime(new Date(now.getTime() + days * dayMs))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions(hosts))),
  );
  const signature = sign('sha256', content, privateKey);
  return { certificate: pem(sequence(content, algorithm, bitString(signature))), key: privateKey };
}

function nameOf(commonName: string): Buffer {
  const attribute = sequence(objectId(ids.commonName), der(0x0c, Buffer.from(commonName)));
  return sequence(der(0x31, attribute));
}

function extensions(hosts: readonly string[]): Buffer[] {
  const extension = (id: string, value: Buffer) => sequence(objectId(id), octetString(value));
  return [
    extension(ids.subjectAltName, sequence(...hosts.map(generalName))),
    // Without a word of it, it is no authority.
    extension(ids.basicConstraints, sequence()),
    extension(ids.extendedKeyUsage, sequence(objectId(ids.serverAuth))),
  ];
}

function generalName(host: string): Buffer {
  const isAddress = isIP(host) === 4;
  return isAddress ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
