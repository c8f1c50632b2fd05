import type { Configuration } from 'openid-client';
import type { PersonCredential } from '../profile.ts';
import { credentialFrom } from './tokens.ts';

/** One attempt to sign in by authorization code with PKCE. */
export interface Authorization {
  /** Where the browser is to go. */
  readonly address: string;
  /** Exchanges the code with which the browser came back. @throws the library's errors */
  readonly exchange: (redirected: URL, now: Date) => Promise<PersonCredential>;
}

const scope = 'openid email profile';

export async function newState(): Promise<string> {
  return (await import('openid-client')).randomState();
}

/** Scopes to ask for: of issuers that want to be asked, one more for a refresh token. */
export function scopesFor(configuration: Configuration): string {
  const { scopes_supported: supported } = configuration.serverMetadata();
  return supported?.includes('offline_access') === true ? `${scope} offline_access` : scope;
}

export async function beginAuthorization(
  configuration: Configuration,
  redirectUri: string,
  state: string,
): Promise<Authorization> {
  const client = await import('openid-client');
  const verifier = client.randomPKCECodeVerifier();
  const nonce = client.randomNonce();
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: scopesFor(configuration),
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return {
    address: address.href,
    async exchange(redirected, now) {
      const answer = await client.authorizationCodeGrant(configuration, redirected, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      return credentialFrom(answer, now);
    },
  };
}
