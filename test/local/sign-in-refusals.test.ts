import { request } from 'node:http';
import type { LocalIssuer } from '../../local/issuer/local-issuer.ts';
import { Browser } from './browser.ts';
import type { Laptop } from './laptop.ts';
import { SignIn, startPeople } from './people.ts';

let laptop: Laptop;
let issuer: LocalIssuer;

beforeAll(async () => {
  ({ laptop, issuer } = await startPeople());
});

afterAll(() => laptop.stopAndForget());

test('a code is for whoever has the verifier, once', async () => {
  const signIn = new SignIn(issuer.url);
  const wrong = await signIn.exchange(await signIn.code('ann@example.com'), 'x'.repeat(43));
  expect(wrong.status).toBe(400);
  expect(await wrong.json()).toMatchObject({ error: 'invalid_grant' });

  const other = new SignIn(issuer.url);
  const code = await other.code('ann@example.com');
  expect((await other.exchange(code)).status).toBe(200);
  expect((await other.exchange(code)).status).toBe(400);
});

test.each([
  ['no challenge', { code_challenge: '', code_challenge_method: '' }],
  ['a plain challenge', { code_challenge_method: 'plain' }],
  ['an implicit answer', { response_type: 'token' }],
])('refused: %s', async (_what, more) => {
  const answer = await new SignIn(issuer.url).begin(more);
  expect(Browser.target(answer)?.href).toMatch(/^http:\/\/127\.0\.0\.1:49152\/callback[?#]error=/);
});

test.each([
  'https://evil.example/',
  'http://127.0.0.1:49153/callback',
  'http://127.0.0.1:49152/callback/',
  'http://localhost:49152/callback',
  'http://127.0.0.1.evil.example/',
  'http://user@127.0.0.1:5000/',
  'https://127.0.0.1:5000/',
])('nobody is led to %s', async (redirectUri) => {
  const answer = await new SignIn(issuer.url, redirectUri).begin();
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('That did not work');
});

test('only the page itself fills in the form', async () => {
  const signIn = new SignIn(issuer.url);
  const { url } = await signIn.begin();
  const user = { userId: 'ann@example.com' };
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  expect((await signIn.browser.submit(url, user, foreign)).status).toBe(403);
  expect((await new Browser().submit(url, user)).status).toBe(400);
  const invalid = await signIn.browser.submit(url, { userId: '"><b>' });
  expect(invalid.status).toBe(400);
  expect(await invalid.text()).toContain('value="&#34;&#62;&#60;b&#62;"');
  expect((await signIn.browser.submit(url, user)).status).toBe(303);
});

test('the issuer, too, answers for its own host only', async () => {
  const { port } = new URL(laptop.url);
  const status = await new Promise<number | undefined>((done, fail) => {
    const headers = { host: `rebound.example:${port}` };
    const message = request({ port, host: '127.0.0.1', path: '/oidc/jwks', headers }, (answer) => {
      answer.resume();
      done(answer.statusCode);
    });
    message.on('error', fail).end();
  });
  expect(status).toBe(403);
});

test('a HOST that other machines reach turns signing in off', async () => {
  const reachable = await startPeople(false);
  try {
    const signIn = new SignIn(reachable.issuer.url);
    const page = await signIn.begin();
    expect(page.status).toBe(403);
    expect(await page.text()).toContain('Sign-in is off');
    expect((await signIn.browser.submit(page.url, { userId: 'ann@example.com' })).status).toBe(403);
    expect((await fetch(`${reachable.issuer.url}/jwks`)).status).toBe(200);
  } finally {
    await reachable.laptop.stopAndForget();
  }
});
