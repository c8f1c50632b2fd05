import type { Configuration } from 'openid-client';
import type { Context } from '../../context.ts';
import type { PersonCredential } from '../profile.ts';
import { scopesFor } from './authorization.ts';
import { credentialFrom } from './tokens.ts';

/** The device flow (RFC 8628): the person enters a code in any browser. @throws the library's errors */
export async function signInByDevice(
  context: Context,
  configuration: Configuration,
): Promise<PersonCredential> {
  const { initiateDeviceAuthorization, pollDeviceAuthorizationGrant } = await import('openid-client');
  const started = await initiateDeviceAuthorization(configuration, { scope: scopesFor(configuration) });
  await context.note(`Open ${started.verification_uri} in any browser, and enter: ${started.user_code}`);
  const { signal, now } = context.surroundings;
  const answer = await pollDeviceAuthorizationGrant(configuration, started, undefined, { signal });
  return credentialFrom(answer, now());
}
