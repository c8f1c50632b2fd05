/** Where a credential is kept. */
export type StoreName = 'keyring' | 'file';

/** What is remembered of an account beside its credential; nothing of it is secret. */
export interface Profile {
  readonly apiUrl: string;
  readonly consoleUrl: string | null;
  readonly userId: string;
  readonly store: StoreName;
  /** Who signs people in, and as which client; null for a token that was given. */
  readonly issuer: string | null;
  readonly clientId: string | null;
}

/** A credential as it is kept. */
export type Credential = PersonCredential | TokenCredential;

/** Of somebody who signed in: renewed with the refresh token as long as the issuer allows. */
export interface PersonCredential {
  readonly kind: 'person';
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresAt: string;
}

/** A key, or an access token, that was given. */
export interface TokenCredential {
  readonly kind: 'token';
  readonly token: string;
  /** Null for never, or unknown. */
  readonly expiresAt: string | null;
}
