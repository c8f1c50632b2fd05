import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate of a key of its own, and that key, as PEM. */
export interface SelfSigned {
  readonly cert: string;
  readonly key: string;
}

/** Made anew in every run, so that no private key lies about: a day's X.509 certificate (RFC 5280) for one name. */
export function selfSigned(dnsName: string): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));
  const commonName = der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(dnsName)));
  const name = der(0x30, der(0x31, commonName));
  const dayMs = 86_400_000;
  const validity = der(0x30, time(Date.now() - dayMs), time(Date.now() + dayMs));
  const names = der(0x04, der(0x30, der(0x82, Buffer.from(dnsName))));
  const extensions = der(0xa3, der(0x30, der(0x30, Buffer.from('0603551d11', 'hex'), names)));
  const version = Buffer.from('a003020102', 'hex');
  const serial = Buffer.from('020101', 'hex');
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const content = der(0x30, version, serial, algorithm, name, validity, name, spki, extensions);
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
  return {
    cert: pem('CERTIFICATE', der(0x30, content, algorithm, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

/** Tag, length, content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const lengthBytes = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
}

/** UTCTime, which has two digits for the year. */
function time(timeMs: number): Buffer {
  const digits = new Date(timeMs).toISOString().replaceAll(/[-:T]|\..*/g, '');
  return der(0x17, Buffer.from(`${digits.slice(2)}Z`));
}

function pem(label: string, bytes: Buffer): string {
  return `-----BEGIN ${label}-----\n${bytes.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
}
