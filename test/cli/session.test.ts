import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PretendDeployment, problem } from './pretend-deployment.ts';
import { secret, serviceConfiguration } from './records.ts';
import { Terminal } from './terminal.ts';

let terminal: Terminal;
let deployment: PretendDeployment;
beforeEach(() => {
  terminal = new Terminal();
  deployment = new PretendDeployment();
  terminal.fetch = deployment.fetch;
});
afterEach(() => terminal.remove());

const consoleUrl = 'https://keys.example.com';
const status = async (args: string[] = []) => {
  const { code, out } = await terminal.run(['status', '--output', 'json', ...args]);
  return { code, ...JSON.parse(out) };
};
const authorizations = () => [...new Set(deployment.sent.map(({ headers }) => headers.get('authorization')))];
/** As if somebody had signed in with the browser, an hour ago or not. */
async function signedIn(expiresAt: string): Promise<void> {
  await terminal.run(['login', consoleUrl, '--with-token'], { input: secret });
  const { FileStore } = await import('../../cli/src/session/store/file-store.ts');
  const { Profiles } = await import('../../cli/src/session/profiles.ts');
  const profiles = new Profiles(terminal.folder);
  const profile = await profiles.get('default');
  await profiles.set('default', {
    ...profile!,
    store: 'file',
    issuer: 'https://login.example.com/pool',
    clientId: 'cli',
  });
  await new FileStore(terminal.folder).write('default', {
    kind: 'person',
    accessToken: 'access-0',
    refreshToken: 'refresh-0',
    expiresAt,
  });
  deployment.sent.length = 0;
}
const soon = () => new Date(Date.now() + 3_000_000).toISOString();
const past = () => new Date(Date.now() - 1_000).toISOString();

describe('a token from standard input', () => {
  test.each([
    consoleUrl,
    'keys.example.com',
    'https://api.example.com/api/v1',
    'https://api.example.com/api/v1/',
    'https://api.example.com/api',
    'api.example.com',
  ])('is kept in the keyring, whatever address is known: %s', async (address) => {
    const { code, err, out } = await terminal.run(['login', address, '--with-token'], {
      input: `${secret}\n`,
    });
    expect([code, out]).toEqual([0, '']);
    expect(err).toBe('Signed in at https://api.example.com/api/v1 as ann@example.com.\n');
    expect([...terminal.keyring.secrets.values()].join()).toContain(secret);
    expect(readFileSync(join(terminal.folder, 'profiles.json'), 'utf8')).not.toContain(secret);
    expect(await status()).toMatchObject({
      code: 0,
      signedIn: true,
      userId: 'ann@example.com',
      store: 'keyring',
      via: 'token',
    });
    await terminal.run(['whoami']);
    expect(deployment.sent.at(-1)?.headers.get('authorization')).toBe(`Bearer ${secret}`);
  });

  test.each([
    ['localhost:3000', 'http://localhost:3000'],
    ['127.0.0.1:3000/api/v1', 'http://127.0.0.1:3000'],
    ['localhost.example.com', 'https://localhost.example.com'],
    ['https://localhost:3000', 'https://localhost:3000'],
  ])('is taken to a laptop by plain HTTP, and elsewhere by HTTPS: %s', async (address, origin) => {
    const { code, err } = await terminal.run(['login', address, '--with-token'], { input: secret });
    expect([code, err]).toEqual([8, expect.stringContaining(`nor a console at ${origin}, or it cannot`)]);
  });

  test('is not kept where the API refuses it, or it is somebody else’s', async () => {
    const other = await terminal.run(['login', consoleUrl, '--with-token', '--user-id', 'bob@example.com'], {
      input: secret,
    });
    expect([other.code, other.err]).toEqual([
      5,
      'error: the token is of ann@example.com\nNothing was kept.\n',
    ]);
    deployment.answers['GET /me'] = () => problem(401, 'API_KEY_INVALID');
    const refused = await terminal.run(['login', consoleUrl, '--with-token'], { input: secret });
    expect(refused.code).toBe(4);
    expect(refused.err).toContain('request: request-1');
    expect(terminal.keyring.secrets.size).toBe(0);
  });

  test('as an argument works with a warning, and ends when it is said to', async () => {
    const args = [
      'login',
      consoleUrl,
      '--token-override',
      secret,
      '--user-id',
      'Ann@example.com',
      '--expires-at',
      '+3600',
    ];
    const { code, err } = await terminal.run(args);
    expect([code, err]).toEqual([0, expect.stringContaining('warning: others can read the arguments')]);
    expect(err).not.toContain(secret);
    const { expiresAt } = await status();
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - 3_600_000)).toBeLessThan(60_000);
    terminal.now = () => new Date(Date.now() + 3_700_000);
    expect(await terminal.run(['whoami'])).toMatchObject({
      code: 4,
      err: expect.stringContaining('latchkey login'),
    });
    expect(await status()).toMatchObject({ code: 4, signedIn: false });
  });
});

describe('without a keyring', () => {
  beforeEach(() => {
    terminal.keyring.isLocked = true;
  });

  test('login stops before anything is asked or sent, and leaves nothing', async () => {
    const { code, err } = await terminal.run(['login', consoleUrl, '--with-token'], { input: secret });
    expect([code, err]).toEqual([1, expect.stringContaining('--insecure-storage')]);
    expect([deployment.sent, readdirSync(terminal.folder)]).toEqual([[], []]);
  });

  test('a file has to be asked for, and is its owner’s alone', async () => {
    const { code, err } = await terminal.run(['login', consoleUrl, '--with-token', '--insecure-storage'], {
      input: secret,
    });
    expect([code, err]).toEqual([0, expect.stringContaining('in a file')]);
    const path = join(terminal.folder, 'credentials/default.json');
    expect(statSync(path).mode % 0o1000).toBe(0o600);
    expect(statSync(join(terminal.folder, 'credentials')).mode % 0o1000).toBe(0o700);
    expect(readdirSync(join(terminal.folder, 'credentials'))).toEqual(['default.json']);
    expect(await status()).toMatchObject({ store: 'file', signedIn: true });
    expect((await terminal.run(['logout'])).code).toBe(0);
    expect(readdirSync(join(terminal.folder, 'credentials'))).toEqual([]);
  });
});

test('flags come before variables, and these before the profile', async () => {
  await terminal.run(['login', consoleUrl, '--with-token'], { input: secret });
  await terminal.run(['login', consoleUrl, '--profile', 'ci', '--with-token'], { input: `${secret}ci` });
  terminal.env['LATCHKEY_PROFILE'] = 'ci';
  deployment.sent.length = 0;
  await terminal.run(['whoami']);
  await terminal.run(['whoami', '--profile', 'default']);
  terminal.env['LATCHKEY_TOKEN'] = 'given';
  await terminal.run(['--profile', 'default', 'whoami']);
  expect(authorizations()).toEqual([`Bearer ${secret}ci`, `Bearer ${secret}`, 'Bearer given']);
  expect(await status()).toMatchObject({ store: 'variable', profile: 'ci' });
  terminal.env['LATCHKEY_URL'] = 'https://other.example.com/v1';
  await terminal.run(['whoami']);
  await terminal.run(['whoami', '--url', 'https://third.example.com/v1']);
  expect(deployment.sent.slice(-2).map(({ url }) => url.host)).toEqual([
    'other.example.com',
    'third.example.com',
  ]);
});

test('a kept credential goes to the host it was made for, and to no other', async () => {
  await terminal.run(['login', consoleUrl, '--with-token'], { input: secret });
  deployment.sent.length = 0;
  for (const url of ['https://evil.example.com/v1', 'http://api.example.com/api/v1']) {
    expect((await terminal.run(['whoami', '--url', url])).code).not.toBe(0);
  }
  for (const path of [
    '//evil.example.com/x',
    'https://evil.example.com',
    '/../../config.json',
    '/\\evil.example.com',
  ]) {
    expect((await terminal.run(['api', 'GET', path])).code).not.toBe(0);
  }
  expect(deployment.sent.filter(({ url }) => url.hostname === 'evil.example.com')).toEqual([]);
  expect(
    deployment.sent.filter(({ url }) => !url.href.startsWith('https://api.example.com/api/v1/')),
  ).toEqual([]);
});

describe('somebody who signed in', () => {
  test('calls with the access token while it lasts', async () => {
    await signedIn(soon());
    expect((await terminal.run(['whoami'])).code).toBe(0);
    expect([authorizations(), deployment.renewals]).toEqual([['Bearer access-0'], 0]);
  });

  test('gets another afterwards, once, however many commands run at once', async () => {
    await signedIn(past());
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => terminal.run(['whoami'])));
    expect(outcomes.map(({ code }) => code)).toEqual(Array.from({ length: 8 }, () => 0));
    expect(deployment.renewals).toBe(1);
    const used = deployment.sent.filter(({ url }) => url.pathname.endsWith('/me'));
    expect(new Set(used.map(({ headers }) => headers.get('authorization')))).toEqual(
      new Set(['Bearer access-1']),
    );
    expect(readdirSync(terminal.folder)).not.toContain('default.lock');
    expect(await status()).toMatchObject({ signedIn: true, renews: true, via: 'sign-in' });
  });

  test('has to sign in again where the issuer ends the session, and waits where it does not answer', async () => {
    await signedIn(past());
    deployment.refreshToken = 'another';
    expect(await terminal.run(['whoami'])).toMatchObject({
      code: 4,
      err: expect.stringContaining('latchkey login'),
    });
    const { fetch } = deployment;
    terminal.fetch = async (input, init) => {
      if (String(input instanceof Request ? input.url : input).includes('login.')) throw new Error('down');
      return await fetch(input, init);
    };
    expect((await terminal.run(['whoami'])).code).toBe(8);
  });

  test('signs out: the issuer ends the session, and nothing is left', async () => {
    await signedIn(soon());
    expect((await terminal.run(['logout'])).code).toBe(0);
    const revoked = deployment.sent.find(({ url }) => url.pathname === '/pool/revoke');
    expect(new URLSearchParams(revoked?.body).get('token')).toBe('refresh-0');
    expect(await status()).toMatchObject({ code: 4, signedIn: false, userId: null });
    expect((await terminal.run(['whoami'])).code).toBe(2);
  });
});

describe('without a browser', () => {
  test('a code is entered elsewhere, where the issuer has the device flow', async () => {
    deployment.pendingPolls = 2;
    const { code, err } = await terminal.run(['login', consoleUrl, '--no-browser']);
    expect([code, deployment.pendingPolls]).toEqual([0, -1]);
    expect(err).toContain('Open https://login.example.com/activate in any browser, and enter: WDJB-MJHT\n');
    expect(await status()).toMatchObject({ signedIn: true, via: 'sign-in', renews: true });
  });

  test('Ctrl-C ends the wait, and nothing is kept', async () => {
    const ended = new AbortController();
    setTimeout(() => ended.abort(), 50);
    expect((await terminal.run(['login', consoleUrl, '--no-browser'], { signal: ended.signal })).code).toBe(
      130,
    );
    expect(terminal.keyring.secrets.size).toBe(0);
  });

  test('Ctrl-C while the issuer is asked ends it as well', async () => {
    const ended = new AbortController();
    terminal.fetch = async (input, init) => {
      if (new Request(input).url.endsWith('/openid-configuration')) ended.abort();
      return await deployment.fetch(input, { ...init, signal: null });
    };
    expect((await terminal.run(['login', consoleUrl, '--no-browser'], { signal: ended.signal })).code).toBe(
      130,
    );
  });

  test('a deployment without a client for it asks for a token', async () => {
    const clientIds = { console: 'console', commandLine: null };
    deployment.answers['GET /config'] = () => [200, { ...serviceConfiguration, clientIds }];
    const { code, err } = await terminal.run(['login', consoleUrl]);
    expect([code, err]).toEqual([1, expect.stringContaining('oidc.commandLineClientId')]);
  });
});

test('a keyring that takes short secrets only gets a credential in parts, and half of it is none', async () => {
  const { KeyringStore } = await import('../../cli/src/session/store/keyring-store.ts');
  const { MemoryKeyring } = await import('./terminal.ts');
  const keyring = new MemoryKeyring(1_200);
  const store = new KeyringStore(keyring);
  const long = {
    kind: 'person',
    accessToken: 'a'.repeat(3_000),
    refreshToken: 'r'.repeat(2_000),
    expiresAt: soon(),
  } as const;
  await store.write('default', long);
  expect(await store.read('default')).toEqual(long);
  expect(keyring.secrets.size).toBe(5);
  const former = new Map(keyring.secrets);
  await store.write('default', { ...long, accessToken: 'b'.repeat(3_000) });
  keyring.secrets.set('default#1', former.get('default#1')!);
  expect(await store.read('default')).toBeNull();
  await store.delete('default');
  expect(keyring.secrets.size).toBe(0);
});
