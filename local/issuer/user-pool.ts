import type { LambdaFunctionReference } from '../rest-api/rest-api.ts';

/** Where the local issuer is found under the server's origin. */
export const issuerPath = '/oidc';

/** A user pool of the templates, as far as the local issuer stands in for it. */
export interface UserPool {
  readonly id: string;
  /** Decides about the claims of access tokens. */
  readonly tokenTrigger: LambdaFunctionReference | null;
  readonly clients: UserPoolClient[];
}

/** An application that people sign in to; always a public one. */
export interface UserPoolClient {
  readonly id: string;
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly accessTokenSeconds: number;
  readonly idTokenSeconds: number;
  readonly refreshTokenSeconds: number;
}
