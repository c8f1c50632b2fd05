import { createHash, randomUUID } from 'node:crypto';
import { decodeJwt, type JWTPayload, SignJWT } from 'jose';
import type { IssuerFile } from './issuer-file.ts';

/** A token answer (RFC 6749, section 5.1). */
export interface TokenAnswer {
  readonly access_token?: string;
  readonly id_token?: string;
}

/** Cognito's name for an account, which says nothing about the person: a UUID, here always the same for one user. */
export function subjectOf(userId: string): string {
  const hex = createHash('sha256').update(userId).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** Claims that Cognito puts into every access token beside the standard ones. */
export function poolClaims(userId: string): Record<string, string> {
  return { token_use: 'access', username: subjectOf(userId) };
}

/** Signs claims as Cognito does: the header names algorithm and key, and no type. */
export function signToken(claims: JWTPayload, { signingKey }: IssuerFile): Promise<string> {
  const { alg, kid } = signingKey;
  return new SignJWT({ jti: randomUUID(), ...claims }).setProtectedHeader({ alg, kid }).sign(signingKey);
}

/**
 * The provider's tokens in Cognito's shape, which it cannot make itself: access tokens without `aud` and type, and UUIDs
 * where the provider has the user's id (developer guide, "Understanding the access token").
 *
 * @param answer the provider's own
 */
export async function cognitoShaped<T extends TokenAnswer>(answer: T, file: IssuerFile): Promise<T> {
  if (answer.access_token === undefined) return answer;
  const { aud: _, ...claims } = withSubject(answer.access_token);
  const accessToken = await signToken(claims, file);
  if (answer.id_token === undefined) return { ...answer, access_token: accessToken };
  const identity = withSubject(answer.id_token);
  const about = { 'cognito:username': identity.sub, at_hash: hashOf(accessToken) };
  return {
    ...answer,
    access_token: accessToken,
    id_token: await signToken({ ...identity, ...about }, file),
  };
}

function withSubject(token: string): JWTPayload {
  const claims = decodeJwt(token);
  return { ...claims, sub: subjectOf(claims.sub ?? '') };
}

/** OpenID Connect Core, section 3.1.3.6, for RS256. */
function hashOf(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
}
