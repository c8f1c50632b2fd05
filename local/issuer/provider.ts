import { type ClientMetadata, type Configuration, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { cognitoShaped, poolClaims } from './cognito-tokens.ts';
import type { IssuerFile } from './issuer-file.ts';
import { memoryAdapters } from './memory-adapter.ts';
import { apiResource, providerFeatures, show } from './provider-features.ts';
import { issuerErrorPage } from './sign-in-page.ts';
import { triggeredClaims } from './token-trigger.ts';
import { issuerPath, type UserPool, type UserPoolClient } from './user-pool.ts';

/** How long a browser stays signed in, and how long a code can be exchanged, both as with Cognito. */
const sessionSeconds = 3_600;
const codeSeconds = 300;

/** The certified provider with a configuration that makes it behave like the user pool of the templates. */
export function createProvider(file: IssuerFile, pool: UserPool, serverUrl: string): Provider {
  const provider = new Provider(file.issuer, {
    ...behaviour(pool),
    adapter: memoryAdapters(),
    clients: pool.clients.map(metadataOf),
    jwks: { keys: [file.signingKey] },
    cookies: cookies(file.cookieKeys, new URL(serverUrl).port),
    features: providerFeatures(pool),
    extraTokenClaims: async (_ctx, token) => {
      if (token.kind !== 'AccessToken') return undefined;
      const { accountId: userId, clientId = '', scopes } = token;
      const claims = await triggeredClaims(pool, { userId, clientId, scopes: [...scopes] });
      return { ...poolClaims(userId), ...claims };
    },
  });
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.oidc?.route === 'token' && ctx.status === 200)
      ctx.body = await cognitoShaped(Object(ctx.body), file);
  });
  // Koa would print errors whole, and they may quote the request.
  provider.silent = true;
  provider.on('server_error', (_ctx, error) => console.error(`the local issuer failed: ${error.name}`));
  return provider;
}

function metadataOf(client: UserPoolClient): ClientMetadata {
  return {
    client_id: client.id,
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    scope: client.scopes.join(' '),
    id_token_signed_response_alg: 'RS256',
    // No others: Cognito compares whole addresses, of loopback the port included.
    redirect_uris: client.callbackUrls,
    post_logout_redirect_uris: client.logoutUrls,
  };
}

/** Cookies are shared between ports. Their names have the port, so that two servers do not overwrite each other's. */
function cookies(keys: readonly string[], port: string): Configuration['cookies'] {
  const name = (purpose: string) => `latchkey_${port}_${purpose}`;
  const options = { httpOnly: true, sameSite: 'lax', path: issuerPath } as const;
  return {
    keys: [...keys],
    names: { session: name('session'), interaction: name('interaction'), resume: name('resume') },
    long: options,
    short: { httpOnly: true, sameSite: 'lax' },
  };
}

function behaviour(pool: UserPool): Configuration {
  const clientOf = (id: string) => pool.clients.find((client) => client.id === id);
  return {
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    pkce: { required: () => true },
    // A console of another origin than the issuer's exchanges its code itself, as it does with Cognito.
    clientBasedCORS: (_ctx, origin, { redirectUris = [] }) =>
      redirectUris.some((uri) => new URL(uri).origin === origin),
    scopes: ['openid', 'email', 'profile'],
    claims: { openid: ['sub', 'token_use'], email: ['email', 'email_verified'] },
    // Cognito puts the claims of scopes into identity tokens.
    conformIdTokenClaims: false,
    routes: {
      authorization: '/authorize',
      end_session: '/logout',
      jwks: '/jwks',
      revocation: '/revoke',
      token: '/token',
      userinfo: '/userinfo',
    },
    interactions: { url: (_ctx, interaction) => `${issuerPath}/sign-in/${interaction.uid}` },
    findAccount: (_ctx, id) => ({
      accountId: id,
      // Cognito's mark, by which an API tells identity tokens from access tokens.
      claims: (use) => ({
        sub: id,
        email: id,
        email_verified: true,
        ...(use === 'id_token' ? { token_use: 'id' } : {}),
      }),
    }),
    loadExistingGrant: (ctx) => grantEverything(ctx),
    issueRefreshToken: () => true,
    rotateRefreshToken: false,
    expiresWithSession: () => false,
    renderError: (ctx, out) => show(ctx, issuerErrorPage(ctx.status, out.error_description ?? out.error)),
    ttl: {
      // Not used: every access token is for the API, and has that resource's lifetime.
      AccessToken: sessionSeconds,
      AuthorizationCode: codeSeconds,
      Grant: (_ctx, { clientId = '' }) => clientOf(clientId)?.refreshTokenSeconds ?? sessionSeconds,
      IdToken: (_ctx, _token, client) => clientOf(client.clientId)?.idTokenSeconds ?? sessionSeconds,
      Interaction: sessionSeconds,
      RefreshToken: (_ctx, _token, client) =>
        clientOf(client.clientId)?.refreshTokenSeconds ?? sessionSeconds,
      Session: sessionSeconds,
    },
  };
}

/** Grants all that is asked for, without a question: the clients are the deployment's own. */
async function grantEverything(ctx: KoaContextWithOIDC) {
  const { client, session, params, provider } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grantId = session.grantIdFor(client.clientId);
  const existing = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const grant = existing ?? new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  const scope = typeof params?.scope === 'string' ? params.scope : '';
  grant.addOIDCScope(scope);
  grant.addResourceScope(apiResource, scope);
  await grant.save();
  return grant;
}
