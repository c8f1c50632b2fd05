import type { Surroundings } from '../../surroundings.ts';
import type { PersonCredential, Profile } from '../profile.ts';
import { discover } from './issuer.ts';

/** Has the issuer end a session. @returns whether it said that it did, or has no such call */
export async function revoke(
  { issuer, clientId }: Profile,
  { refreshToken }: PersonCredential,
  surroundings: Surroundings,
): Promise<boolean> {
  if (issuer === null || clientId === null || refreshToken === null) return true;
  try {
    const configuration = await discover(issuer, clientId, surroundings);
    if (configuration.serverMetadata().revocation_endpoint === undefined) return false;
    const { tokenRevocation } = await import('openid-client');
    await tokenRevocation(configuration, refreshToken, { token_type_hint: 'refresh_token' });
    return true;
  } catch {
    return false;
  }
}
