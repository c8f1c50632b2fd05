import type { TokenEndpointResponse } from 'openid-client';
import type { PersonCredential } from '../profile.ts';

/** An hour, where the issuer does not say: as long as Cognito's. */
const usualSeconds = 3_600;

/** What an issuer answered, as it is kept. A refresh token stays the same where the answer has none. */
export function credentialFrom(
  answer: TokenEndpointResponse,
  now: Date,
  formerRefreshToken: string | null = null,
): PersonCredential {
  const expiresAt = new Date(now.getTime() + (answer.expires_in ?? usualSeconds) * 1_000).toISOString();
  return {
    kind: 'person',
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? formerRefreshToken,
    expiresAt,
  };
}
