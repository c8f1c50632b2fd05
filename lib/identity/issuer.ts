import type { Stack } from 'aws-cdk-lib';
import * as environment from '../../lambdas/contract/environment.ts';

/** An OpenID Connect issuer, and what the API asks of its access tokens. */
export interface Issuer {
  /** Exactly as in the `iss` of its tokens. */
  readonly issuer: string;
  /** One of these must be the token's `aud` or `client_id`. */
  readonly audience: readonly string[];
  /** The claim that names the user. */
  readonly userClaim: string;
  /** The client that the console signs people in with; null for none that is known here. */
  readonly consoleClientId: string | null;
  /** The client that `latchkey login` signs people in with; null for none that is known here. */
  readonly commandLineClientId: string | null;
}

/** The variables that tell the authorizer whose tokens to accept; without them it accepts none. */
export function issuerEnvironment(stack: Stack, issuer: Issuer | null): Record<string, string> {
  if (issuer === null) return {};
  return {
    [environment.oidcIssuer]: issuer.issuer,
    [environment.oidcAudience]: stack.toJsonString(issuer.audience),
    [environment.oidcUserClaim]: issuer.userClaim,
  };
}
