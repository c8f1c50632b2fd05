import { poolClaims, signToken, subjectOf } from './cognito-tokens.ts';
import type { IssuerFile } from './issuer-file.ts';

/** The scopes that clients ask for by default. */
const scope = 'openid email profile';

/**
 * Signs an access token without a sign-in. Its claims are those that a sign-in would give. The address counts as
 * verified, as with the shipped token trigger for everyone whom an administrator has invited.
 */
export async function signAccessToken(
  file: IssuerFile,
  userId: string,
  lifetimeSeconds: number,
): Promise<string> {
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    ...poolClaims(userId),
    iss: file.issuer,
    sub: subjectOf(userId),
    client_id: file.clientId,
    scope,
    email: userId,
    email_verified: true,
    iat,
    exp: iat + lifetimeSeconds,
  };
  return await signToken(claims, file);
}
