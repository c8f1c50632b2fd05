import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { HttpResponse } from '../http/response.ts';
import { signedOutPage, signOutPage } from './sign-in-page.ts';
import type { UserPool } from './user-pool.ts';

/** The API as the resource of tokens. It is the default, so that clients need not name it. */
export const apiResource = 'urn:latchkey:api';

/** What the provider does beside signing in: access tokens for the API, signing out, revocation. */
export function providerFeatures(pool: UserPool): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    revocation: {
      enabled: true,
      allowedPolicy: (_ctx, client, token) => client.clientId === token.clientId,
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource(ctx, form) {
        const target = ctx.oidc.params?.post_logout_redirect_uri;
        show(ctx, signOutPage(form, typeof target === 'string' ? new URL(target).origin : null));
      },
      postLogoutSuccessSource: (ctx) => show(ctx, signedOutPage()),
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => apiResource,
      useGrantedResource: () => true,
      getResourceServerInfo(_ctx, resource, client) {
        if (resource !== apiResource) throw new errors.InvalidTarget();
        return {
          scope: 'openid email profile',
          // Cognito has no `aud`. The provider needs one, and the API accepts the client's id there.
          audience: client.clientId,
          accessTokenFormat: 'jwt',
          accessTokenTTL: pool.clients.find(({ id }) => id === client.clientId)?.accessTokenSeconds ?? 3_600,
          jwt: { sign: { alg: 'RS256' } },
        };
      },
    },
  };
}

/** Answers with a page. */
export function show(ctx: KoaContextWithOIDC, { statusCode, headers, body }: HttpResponse): void {
  ctx.status = statusCode;
  ctx.set(Object.fromEntries(headers));
  ctx.body = body;
}
