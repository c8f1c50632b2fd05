import { createHash } from 'node:crypto';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import type { LocalIssuer } from '../../local/issuer/local-issuer.ts';
import { Browser } from './browser.ts';
import type { Laptop } from './laptop.ts';
import { clientId, SignIn, startPeople } from './people.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;
let laptop: Laptop;
let issuer: LocalIssuer;

beforeAll(async () => {
  ({ laptop, issuer } = await startPeople());
});

afterAll(() => laptop.stopAndForget());

async function verified(token: string) {
  const discovery = await fetch(`${issuer.url}/.well-known/openid-configuration`);
  const { issuer: name, jwks_uri: jwksUri } = (await discovery.json()) as Record<string, string>;
  expect(name).toBe(`${laptop.url}/oidc`);
  return await jwtVerify(token, createRemoteJWKSet(new URL(jwksUri ?? '')), { issuer: name! });
}

test('the code flow with PKCE ends in an access token like those of the pool', async () => {
  const signIn = new SignIn(issuer.url);
  const page = await signIn.begin({ login_hint: 'ann@' });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain(
    "form-action 'self' http://127.0.0.1:49152; base-uri 'none'; frame-ancestors 'none'",
  );
  const html = await page.text();
  expect(html).toContain('value="admin@example.com"');
  expect(html).toContain('Ann &#60;script&#62; · reader · disabled');
  expect(html).toContain('value="ann@"');

  const answer = await signIn.browser.follow(
    await signIn.browser.submit(page.url, { userId: 'Ann@Example.com ' }),
  );
  const target = Browser.target(answer);
  expect(target?.href).toMatch(/^http:\/\/127\.0\.0\.1:49152\/callback\?code=[^&]+&state=the\+state&iss=/);
  const response = await signIn.exchange(target?.searchParams.get('code') ?? '');
  expect(response.status).toBe(200);
  const tokens = (await response.json()) as Record<string, string>;
  expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'openid email profile' });

  const { payload, protectedHeader } = await verified(tokens['access_token']!);
  expect(protectedHeader).toEqual({ alg: 'RS256', kid: expect.any(String) });
  expect(payload).toEqual({
    iss: `${laptop.url}/oidc`,
    sub: expect.stringMatching(uuid),
    client_id: clientId,
    token_use: 'access',
    username: payload.sub,
    scope: 'openid email profile',
    email: 'ann@example.com',
    email_verified: true,
    iat: expect.any(Number),
    exp: payload.iat! + 3600,
    jti: expect.any(String),
  });
  const { payload: identity } = await verified(tokens['id_token']!);
  expect(identity).toMatchObject({
    aud: clientId,
    sub: payload.sub,
    email: 'ann@example.com',
    token_use: 'id',
  });
  const digest = createHash('sha256').update(tokens['access_token']!).digest();
  expect(identity['at_hash']).toBe(digest.subarray(0, 16).toString('base64url'));

  const headers = { authorization: `Bearer ${tokens['access_token']}` };
  const userInfo = await fetch(`${issuer.url}/userinfo`, { headers });
  expect(await userInfo.json()).toMatchObject({ sub: payload.sub, email_verified: true });
  const bad = { authorization: `Bearer ${tokens['id_token']}` };
  expect((await fetch(`${issuer.url}/userinfo`, { headers: bad })).status).toBe(401);

  const refresh = { grant_type: 'refresh_token', refresh_token: tokens['refresh_token']! };
  const refreshed = (await (await signIn.token(refresh)).json()) as Record<string, string>;
  expect((await verified(refreshed['access_token']!)).payload).toMatchObject({
    email: 'ann@example.com',
    sub: payload.sub,
  });
  const revoked = { client_id: clientId, token: tokens['refresh_token']! };
  await fetch(`${issuer.url}/revoke`, { method: 'POST', body: new URLSearchParams(revoked) });
  expect((await signIn.token(refresh)).status).toBe(400);
});

test('a second sign-in of the same browser asks nobody, and signing out ends that', async () => {
  const browser = new Browser();
  await new SignIn(issuer.url, undefined, browser).code('ann@example.com');
  const again = new SignIn(issuer.url, `${laptop.url}/`, browser);
  const answer = await again.begin();
  // The console's own address: what the template has as https://<distribution>/.
  expect(answer.url).toContain(`${laptop.url}/?code=`);

  const query = new URLSearchParams({ client_id: clientId, post_logout_redirect_uri: `${laptop.url}/` });
  const page = await browser.get(`${issuer.url}/logout?${query}`);
  const html = await page.text();
  const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(html) ?? [];
  const [, action = ''] = /action="([^"]+)"/.exec(html) ?? [];
  const signedOut = await browser.submit(action, { xsrf, logout: 'yes' });
  expect(Browser.target(signedOut)?.href).toBe(`${laptop.url}/`);
  expect((await new SignIn(issuer.url, undefined, browser).begin()).url).toContain('/oidc/sign-in/');
});

test('an unknown path of the issuer, and a page that the bucket does not have', async () => {
  expect((await fetch(`${issuer.url}/nothing`)).status).toBe(404);
  expect((await fetch(`${laptop.url}/elsewhere`)).status).toBe(403);
});

test('the signing key says which it is', async () => {
  const signIn = new SignIn(issuer.url);
  const tokens = (await (await signIn.exchange(await signIn.code('bob@example.com'))).json()) as {
    access_token: string;
  };
  const { keys } = (await (await fetch(`${issuer.url}/jwks`)).json()) as { keys: Record<string, string>[] };
  expect(keys.map(({ kid }) => kid)).toEqual([decodeProtectedHeader(tokens.access_token).kid]);
  expect(Object.keys(keys[0] ?? {}).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});
