import * as environment from '../../contract/environment.ts';
import { requireEnvironment } from '../../contract/require-environment.ts';
import type { TokenVerifier } from '../../verdict/index.ts';

export type LoadTokenVerifier = () => Promise<TokenVerifier>;

/** What verifies tokens is loaded for the first token, so that calls with keys do not wait for it; null without an issuer. */
export function tokenVerifierLoader(now: () => number): LoadTokenVerifier | null {
  const issuer = process.env[environment.oidcIssuer];
  if (issuer === undefined || issuer === '') return null;
  const settings = {
    issuer,
    audience: JSON.parse(requireEnvironment(environment.oidcAudience)) as string[],
    userClaim: requireEnvironment(environment.oidcUserClaim),
  };
  let verifier: Promise<TokenVerifier> | undefined;
  return () => {
    verifier ??= import('#verdict/token').then(({ createTokenVerifier }) =>
      createTokenVerifier(settings, now),
    );
    return verifier;
  };
}
