import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import type { IssuerFile } from './issuer-file.ts';

/** What people are asked for by default, and what their tokens then carry. */
const scope = 'openid email profile';

/** Claims that Cognito puts into every access token beside the standard ones. */
export function poolClaims(userId: string): Record<string, string> {
  return { token_use: 'access', username: userId };
}

/**
 * Signs an access token outside of any sign-in, as the issuer would after one. The address counts as verified,
 * as the shipped token trigger has it for everybody whom an administrator invited.
 */
export function signAccessToken(issuer: IssuerFile, userId: string, lifetimeSeconds: number): string {
  const { signingKey: key } = issuer;
  const nowSeconds = Math.floor(Date.now() / 1000);
  const header = { alg: key.alg, typ: 'at+jwt', kid: key.kid };
  const claims = {
    ...poolClaims(userId),
    email: userId,
    email_verified: true,
    jti: randomUUID(),
    sub: userId,
    iat: nowSeconds,
    exp: nowSeconds + lifetimeSeconds,
    scope,
    client_id: issuer.clientId,
    iss: issuer.issuer,
    aud: issuer.clientId,
  };
  const input = [header, claims].map((part) => base64url(JSON.stringify(part))).join('.');
  const signature = sign('sha256', Buffer.from(input), createPrivateKey({ key, format: 'jwk' }));
  return `${input}.${signature.toString('base64url')}`;
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
