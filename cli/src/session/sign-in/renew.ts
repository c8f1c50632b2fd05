import { exitCodes } from '../../exit-code.ts';
import { Failure } from '../../failure.ts';
import type { Surroundings } from '../../surroundings.ts';
import type { PersonCredential, Profile } from '../profile.ts';
import { discover } from './issuer.ts';
import { credentialFrom } from './tokens.ts';

/**
 * A new access token for the refresh token.
 *
 * @returns null where the issuer takes it no longer
 * @throws Failure where the issuer does not answer
 */
export async function renew(
  { issuer, clientId }: Profile,
  { refreshToken }: PersonCredential,
  surroundings: Surroundings,
): Promise<PersonCredential | null> {
  if (refreshToken === null || issuer === null || clientId === null) return null;
  const { refreshTokenGrant, ResponseBodyError } = await import('openid-client');
  try {
    const configuration = await discover(issuer, clientId, surroundings);
    const answer = await refreshTokenGrant(configuration, refreshToken);
    return credentialFrom(answer, surroundings.now(), refreshToken);
  } catch (error) {
    if (error instanceof ResponseBodyError && error.status < 500) return null;
    throw new Failure(
      `the session cannot be renewed: ${issuer} does not answer as it should`,
      exitCodes.unavailable,
      'Try again in a moment.',
    );
  }
}
