import type { InvitationTemplate } from '../cognito/invitation-mail.ts';
import type { LambdaFunctionReference } from '../rest-api/rest-api.ts';

/** The local issuer's path under the server's origin. */
export const issuerPath = '/oidc';

/** A user pool of the templates, as far as the local issuer stands in for it. */
export interface UserPool {
  readonly id: string;
  /** Adds claims to access tokens. */
  readonly tokenTrigger: LambdaFunctionReference | null;
  readonly clients: UserPoolClient[];
  readonly invitation: InvitationTemplate;
}

/** An application that people sign in to. It is always a public client, without a secret. */
export interface UserPoolClient {
  readonly id: string;
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly accessTokenSeconds: number;
  readonly idTokenSeconds: number;
  readonly refreshTokenSeconds: number;
}
