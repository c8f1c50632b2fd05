import * as oauth from 'oauth4webapi';

/** The console as a client of an issuer. */
export interface Client {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
}

/** What a sign-in, or a renewal of it, gives. It is kept in memory, and nowhere else. */
export interface Tokens {
  readonly accessToken: string;
  readonly expiresAtMs: number;
  /** Null where the issuer gives none. */
  readonly refreshToken: string | null;
  /** The issuer's name for the person. */
  readonly subject: string;
  /** What the person is called, for people to read. */
  readonly userName: string;
}

/** The moment of a sign-in, from leaving for the issuer to coming back. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

const scope = 'openid email profile';
/** Where the issuer does not say how long a token lives. */
const assumedLifetimeSeconds = 300;

/** The authorization server at the issuer's address, and what the console asks of it. */
export class TokenEndpoint {
  readonly #server: oauth.AuthorizationServer;
  readonly #client: oauth.Client;
  readonly #redirectUri: string;

  private constructor(server: oauth.AuthorizationServer, { clientId, redirectUri }: Client) {
    this.#server = server;
    this.#client = { client_id: clientId };
    this.#redirectUri = redirectUri;
  }

  /** @throws TypeError or OperationProcessingError where the issuer does not answer as one */
  static async discover(client: Client): Promise<TokenEndpoint> {
    const issuer = new URL(client.issuer);
    const response = await oauth.discoveryRequest(issuer, insecureOn(client.issuer));
    return new TokenEndpoint(await oauth.processDiscoveryResponse(issuer, response), client);
  }

  /** Where people sign in. */
  async authorizationUrl({ state, nonce, verifier }: Attempt): Promise<URL> {
    const url = new URL(required(this.#server.authorization_endpoint));
    const parameters = {
      response_type: 'code',
      client_id: this.#client.client_id,
      redirect_uri: this.#redirectUri,
      scope,
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url;
  }

  /** @throws where the issuer refused, or the answer is not one to this attempt */
  async exchange(answer: URLSearchParams, { state, nonce, verifier }: Attempt): Promise<Tokens> {
    const parameters = oauth.validateAuthResponse(this.#server, this.#client, answer, state);
    const response = await oauth.authorizationCodeGrantRequest(
      this.#server,
      this.#client,
      oauth.None(),
      parameters,
      this.#redirectUri,
      verifier,
      insecureOn(this.#server.issuer),
    );
    const result = await oauth.processAuthorizationCodeResponse(this.#server, this.#client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    return tokensOf(result);
  }

  /** @throws where the refresh token is spent, revoked or too old, or the issuer does not answer */
  async renew({ refreshToken, ...former }: Tokens & { refreshToken: string }): Promise<Tokens> {
    const insecure = insecureOn(this.#server.issuer);
    const response = await oauth.refreshTokenGrantRequest(
      this.#server,
      this.#client,
      oauth.None(),
      refreshToken,
      insecure,
    );
    const result = await oauth.processRefreshTokenResponse(this.#server, this.#client, response);
    return { ...former, ...lifeOf(result), refreshToken: result.refresh_token ?? refreshToken };
  }

  /** Makes the refresh token worthless. */
  async revoke(refreshToken: string): Promise<void> {
    if (this.#server.revocation_endpoint === undefined) return;
    const insecure = insecureOn(this.#server.issuer);
    await oauth.revocationRequest(this.#server, this.#client, oauth.None(), refreshToken, insecure);
  }

  /** Where the issuer's own session ends, in the words of OpenID Connect and of Cognito; null where it has no such page. */
  signOutUrl(): URL | null {
    if (this.#server.end_session_endpoint === undefined) return null;
    const url = new URL(this.#server.end_session_endpoint);
    url.searchParams.set('client_id', this.#client.client_id);
    url.searchParams.set('post_logout_redirect_uri', this.#redirectUri);
    url.searchParams.set('logout_uri', this.#redirectUri);
    return url;
  }
}

/** Plain HTTP is for the issuer of a laptop. */
function insecureOn(issuer: string): { [oauth.allowInsecureRequests]?: boolean } {
  const { protocol, hostname } = new URL(issuer);
  const isLaptop = protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return isLaptop ? { [oauth.allowInsecureRequests]: true } : {};
}

function required(endpoint: string | undefined): string {
  if (endpoint === undefined) throw new Error('The issuer has no authorization endpoint');
  return endpoint;
}

function tokensOf(result: oauth.TokenEndpointResponse): Tokens {
  const claims = oauth.getValidatedIdTokenClaims(result);
  if (claims === undefined) throw new Error('The issuer gave no identity token');
  const { sub, email, preferred_username: username, name } = claims;
  const named = [email, username, name].find((claim) => typeof claim === 'string' && claim !== '');
  return {
    ...lifeOf(result),
    refreshToken: result.refresh_token ?? null,
    subject: sub,
    userName: (named as string | undefined) ?? sub,
  };
}

function lifeOf({
  access_token: accessToken,
  expires_in: seconds = assumedLifetimeSeconds,
}: oauth.TokenEndpointResponse) {
  return { accessToken, expiresAtMs: Date.now() + seconds * 1000 };
}
