import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ApiClient } from './api-client.ts';
import { LatchkeyProcess } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';
import { accessToken, issuerOf, signIn } from './sign-in.ts';

let server: LatchkeyProcess;
let admin: ApiClient;
beforeAll(async () => {
  server = await LatchkeyProcess.start();
  const { url, adminUserId } = server.bootstrap;
  admin = new ApiClient(url, await accessToken(server, adminUserId));
  await admin.post('/roles', { name: 'reader', scopes: ['database:read'] });
}, 60_000);
afterAll(async () => {
  await server.stop();
  const places = findPlaintext(server);
  server.removeData();
  expect(places).toEqual([]);
});

const addUser = async (userId: string, fields: object = { roles: ['reader'] }) => {
  expect((await admin.post('/users', { userId, ...fields })).status).toBe(201);
};
const as = async (userId: string) => admin.as(await accessToken(server, userId));

/** What `npm run --silent token -- <userId>` prints. */
async function runToken(userId: string): Promise<string> {
  const env = { ...process.env, LATCHKEY_DATA: server.dataFolder };
  const cwd = join(import.meta.dirname, '../..');
  const run = promisify(execFile);
  const { stdout } = await run('npm', ['run', '--silent', 'token', '--', userId], { cwd, env });
  return stdout.trim();
}

test('what the deployment tells of itself is enough to sign in and to call', async () => {
  const { url, adminUserId } = server.bootstrap;
  const { issuer, clientId } = issuerOf(server);
  const { status, body } = await admin.as(null).get('/config');
  expect([status, body]).toEqual([
    200,
    {
      name: 'latchkey',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      apiUrl: url,
      consoleUrl: `${new URL(url).origin}/`,
      issuer,
      clientIds: { console: clientId, commandLine: expect.stringContaining('CommandLineClient') },
      invites: true,
    },
  ]);
  const told = { issuer: body.issuer, clientId: body.clientIds.console };
  const { access_token: token } = await signIn(told, adminUserId, body.consoleUrl);
  const me = await fetch(`${body.apiUrl}/me`, { headers: { Authorization: `Bearer ${token}` } });
  expect([me.status, (await fetch(body.consoleUrl)).status]).toEqual([200, 200]);
});

test('the command line signs people in on its three ports of localhost, and nowhere else', async () => {
  const { body } = await admin.as(null).get('/config');
  const told = { issuer: body.issuer, clientId: body.clientIds.commandLine };
  for (const port of [8417, 18417, 28417]) {
    const { access_token: token = '' } = await signIn(
      told,
      'admin@example.com',
      `http://localhost:${port}/callback`,
    );
    expect((await admin.as(token).get('/me')).body.userId).toBe('admin@example.com');
  }
  for (const elsewhere of [
    'http://localhost:8418/callback',
    'http://127.0.0.1:8417/callback',
    'http://localhost:8417/',
    body.consoleUrl,
  ]) {
    await expect(signIn(told, 'admin@example.com', elsewhere)).rejects.toThrow('without a code');
  }
});

test('somebody who is invited gets one mail, and signs in as the user who was made', async () => {
  const body = { userId: 'Grace@example.com', roles: ['reader'], invite: true };
  const made = await admin.post('/users', body);
  expect([made.status, made.body.userId, made.body.invitation]).toEqual([201, 'grace@example.com', 'sent']);
  expect((await (await as('grace@example.com')).get('/me')).body.scopes).toEqual(['database:read']);
  expect((await admin.call('DELETE', '/users/grace@example.com')).status).toBe(204);
  const again = await admin.post('/users', body);
  expect([again.status, again.body.invitation]).toEqual([201, 'existing']);
  const [mail, ...others] = readdirSync(join(server.dataFolder, 'mail'));
  expect(others).toEqual([]);
  const text = readFileSync(join(server.dataFolder, 'mail', mail!), 'utf8');
  expect(text).toContain('\r\nTo: grace@example.com\r\n');
  expect(text).toMatch(/User name: grace@example\.com<br>Temporary password: \S{12}\r\n/);
});

describe('somebody who has signed in with the code flow and PKCE', () => {
  test('is who they are, with what their roles grant, and with permissions of a person', async () => {
    const { status, body } = await admin.get('/me');
    expect(status).toBe(200);
    expect(body).toMatchObject({ userId: 'admin@example.com', via: 'jwt', roles: ['admin'], apiKey: null });
    expect(body.scopes).toContain('*');
  });

  test('mints, lists, changes, tests and deletes keys, and the audit log says that it was they', async () => {
    await addUser('ada@example.com');
    const ada = await as('ada@example.com');
    const { status, body: key } = await ada.post('/api-keys', { name: 'mine', expiresIn: '90d' });
    expect([status, key.userId, key.createdVia]).toEqual([201, 'ada@example.com', null]);
    expect((await ada.as(key.key).get('/me')).body).toMatchObject({
      via: 'api-key',
      scopes: ['database:read'],
    });
    expect((await ada.get('/api-keys')).body.map(({ name }: { name: string }) => name)).toEqual(['mine']);
    expect((await ada.patch(`/api-keys/${key.id}`, { scopes: [] })).status).toBe(200);
    expect((await ada.post(`/api-keys/${key.id}/test`, {})).body.valid).toBe(true);
    const events = (await ada.get(`/audit-events?targetId=${key.id}`)).body;
    expect(events.map(({ actor }: { actor: object }) => actor)).toEqual([
      { userId: 'ada@example.com', via: 'jwt' },
      { userId: 'ada@example.com', via: 'jwt' },
    ]);
    expect((await ada.delete(`/api-keys/${key.id}`)).status).toBe(204);
  });

  test('is found whatever the case of their email', async () => {
    await addUser('Grace.Hopper@Example.com');
    expect((await (await as('GRACE.hopper@EXAMPLE.com')).get('/me')).body.userId).toBe(
      'grace.hopper@example.com',
    );
  });

  test('loses what is taken from them on the very next call, with the token that they have', async () => {
    await addUser('bob@example.com', { roles: ['reader', 'admin'] });
    const bob = await as('bob@example.com');
    expect((await bob.get('/users')).status).toBe(200);
    await admin.patch('/users/bob@example.com', { roles: ['reader'] });
    expect((await bob.get('/users')).body).toMatchObject({ status: 403, code: 'INSUFFICIENT_PERMISSIONS' });
    await admin.patch('/users/bob@example.com', { status: 'disabled' });
    expect((await bob.get('/me')).body).toMatchObject({ status: 403, code: 'USER_DISABLED' });
    await admin.delete('/users/bob@example.com');
    expect((await bob.get('/me')).body).toMatchObject({ status: 403, code: 'USER_UNKNOWN' });
  });
});

test.each<[string, object | null]>([
  ['USER_DISABLED', { roles: ['reader'], status: 'disabled' }],
  ['USER_HAS_NO_ROLES', { roles: [] }],
  ['USER_UNKNOWN', null],
])('somebody may sign in and be nobody to the API: 403 %s, everywhere', async (code, fields) => {
  const userId = `${code.toLowerCase()}@example.com`;
  if (fields !== null) await addUser(userId, fields);
  const person = await as(userId);
  for (const path of ['/me', '/scopes', '/api-keys', '/users', '/audit-events']) {
    expect((await person.get(path)).body).toMatchObject({ status: 403, code });
  }
  expect((await person.post('/api-keys', { name: code })).body).toMatchObject({ status: 403, code });
});

test('an identity token, which tells a client who signed in, opens nothing', async () => {
  const tokens = await signIn(issuerOf(server), 'admin@example.com');
  const refused = await admin.as(tokens['id_token'] ?? '').get('/me');
  expect([refused.status, refused.body.code]).toEqual([401, 'TOKEN_INVALID']);
  expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="latchkey"');
  expect((await admin.as(tokens['access_token'] ?? '').get('/me')).status).toBe(200);
});

test('a token is accepted as Bearer only, and never beside a key', async () => {
  const token = await accessToken(server, 'admin@example.com');
  const codeWith = async (headers: Record<string, string>) =>
    (await admin.as(null).get('/me', { headers })).body.code ?? 'none';
  expect(await codeWith({ Authorization: `bearer ${token}` })).toBe('none');
  expect(await codeWith({ Authorization: `ApiToken ${token}` })).toBe('API_KEY_INVALID');
  expect(await codeWith({ 'X-Api-Key': token })).toBe('API_KEY_INVALID');
  const { adminKey } = server.bootstrap;
  expect(await codeWith({ Authorization: `Bearer ${token}`, 'X-Api-Key': adminKey })).toBe('UNAUTHENTICATED');
});

test('npm run token prints a token that works', async () => {
  const token = await runToken('Admin@example.com');
  expect((await admin.as(token).get('/me')).body).toMatchObject({ userId: 'admin@example.com', via: 'jwt' });
});
