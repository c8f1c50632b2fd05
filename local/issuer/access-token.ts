import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { IssuerFile } from './issuer-file.ts';

/** The scopes that clients ask for by default. */
const scope = 'openid email profile';

/** Claims that Cognito puts into every access token beside the standard ones. */
export function poolClaims(userId: string): Record<string, string> {
  return { token_use: 'access', username: userId };
}

/**
 * Signs an access token without a sign-in. Its claims are those that a sign-in would give. The address counts as
 * verified, as with the shipped token trigger for everyone whom an administrator has invited.
 */
export async function signAccessToken(
  { clientId, issuer, signingKey }: IssuerFile,
  userId: string,
  lifetimeSeconds: number,
): Promise<string> {
  const { alg, kid } = signingKey;
  const claims = { ...poolClaims(userId), email: userId, email_verified: true, scope, client_id: clientId };
  return await new SignJWT(claims)
    .setProtectedHeader({ alg, typ: 'at+jwt', kid })
    .setIssuer(issuer)
    .setAudience(clientId)
    .setSubject(userId)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds} s`)
    .sign(signingKey);
}
