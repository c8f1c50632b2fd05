import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { issuerOf } from '../e2e/sign-in.ts';
import { TokenForge } from '../e2e/tokens.ts';
import { all, attempts, shownAs } from './attempts.ts';
import { bench } from './bench.ts';

/** Tokens of the issuer's content that somebody else has signed. */
export function tokenSignatures(): void {
  let forge: TokenForge;
  let issuer: ReturnType<typeof issuerOf>;
  /** Keys that the issuer does not have. */
  const foreignRsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const foreignEc = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  beforeAll(() => {
    forge = new TokenForge(bench.server, bench.server.bootstrap.adminUserId);
    issuer = issuerOf(bench.server);
  });

  const invalid = '401 TOKEN_INVALID';
  const me = async (token: string) => shownAs(await bench.admin.as(token).get('/me'));
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const partsOf = (token: string) => token.split('.') as [string, string, string];
  const publicKey = () => createPublicKey({ key: issuer.signingKey, format: 'jwk' });

  function foreign(header: object, key: KeyObject, options: object = {}): string {
    const [, payload] = partsOf(forge.crafted({}));
    const signed = `${encoded({ kid: issuer.signingKey['kid'], ...header })}.${payload}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), { key, ...options }).toString('base64url')}`;
  }
  function withSecret(alg: string, hash: string, secret: string | Buffer): string {
    const [, payload] = partsOf(forge.crafted({}));
    const signed = `${encoded({ alg, kid: issuer.signingKey['kid'] })}.${payload}`;
    return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
  }
  attempts<() => string>(
    'a signature by another key',
    all(invalid, {
      'RSA, under the issuer’s kid': () => foreign({ alg: 'RS256' }, foreignRsa.privateKey),
      'EC, under the issuer’s kid': () =>
        foreign({ alg: 'ES256' }, foreignEc.privateKey, { dsaEncoding: 'ieee-p1363' }),
      'RSA, its key in jwk': () =>
        foreign({ alg: 'RS256', jwk: foreignRsa.publicKey.export({ format: 'jwk' }) }, foreignRsa.privateKey),
      'RSA, its key in jwk and no kid': () =>
        foreign(
          { alg: 'RS256', kid: undefined, jwk: foreignRsa.publicKey.export({ format: 'jwk' }) },
          foreignRsa.privateKey,
        ),
      'RSA, its keys at jku': () =>
        foreign({ alg: 'RS256', jku: 'https://evil.example/jwks' }, foreignRsa.privateKey),
      'RSA, its certificate at x5u': () =>
        foreign({ alg: 'RS256', x5u: 'https://evil.example/x.pem' }, foreignRsa.privateKey),
      'RSA, its certificate in x5c': () =>
        foreign(
          {
            alg: 'RS256',
            x5c: [foreignRsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')],
          },
          foreignRsa.privateKey,
        ),
      'HMAC with the public key as PEM': () =>
        withSecret('HS256', 'sha256', publicKey().export({ type: 'spki', format: 'pem' })),
      'HMAC with the public key as DER': () =>
        withSecret('HS256', 'sha256', publicKey().export({ type: 'spki', format: 'der' })),
      'HMAC with the public key as JWK': () =>
        withSecret('HS256', 'sha256', JSON.stringify(publicKey().export({ format: 'jwk' }))),
      'HMAC with the modulus': () => withSecret('HS512', 'sha512', issuer.signingKey['n'] ?? ''),
      'HMAC with nothing': () => withSecret('HS256', 'sha256', ''),
      'HMAC with “secret”': () => withSecret('HS256', 'sha256', 'secret'),
      'HMAC under the name of RS256': () => withSecret('RS256', 'sha256', 'secret'),
    }),
    (token) => me(token()),
  );
}
