import { PassThrough, Writable } from 'node:stream';
import { PretendDeployment } from './pretend-deployment.ts';
import { apiKey, minted, secret } from './records.ts';
import { Terminal } from './terminal.ts';

let terminal: Terminal;
let deployment: PretendDeployment;
const place = `/api-keys/${apiKey.id}`;
beforeEach(() => {
  deployment = PretendDeployment.withKey();
  terminal = Terminal.at(deployment);
  deployment.answers['GET /health'] = () => [200, { status: 'ok' }, { Date: new Date().toUTCString() }];
  deployment.answers[`PATCH ${place}`] = () => [200, apiKey];
  deployment.answers[`DELETE ${place}`] = () => [204, undefined];
  deployment.answers[`POST ${place}/rotate`] = () => [200, minted];
});
afterEach(() => terminal.remove());

const sent = () =>
  deployment.sent
    .filter(({ method }) => method !== 'GET')
    .map(({ method, body }) => [method, body === '' ? null : (JSON.parse(body) as unknown)]);
const atTerminal = () => {
  const output = Object.assign(new Writable({ write: (_chunk, _encoding, done) => done() }), { isTTY: true });
  return { stderr: output, stdin: Object.assign(new PassThrough(), { isTTY: true }) };
};

test.each([
  [
    ['--scopes', 'all', '--access-rights', 'all', '--allow-ip', 'any'],
    { scopes: null, accessRights: null, allowedIps: null },
  ],
  [['--scopes', '', '--expires', '30d'], { scopes: [], expiresIn: '30d' }],
  [['--end-rotation', '2027-06-15T12:00:00Z'], { rotationEndsAt: '2027-06-15T12:00:00Z' }],
])('an update sends what was given, and nothing else: %j', async (args, body) => {
  expect((await terminal.run(['keys', 'update', 'CI Pipeline', ...args])).code).toBe(0);
  expect(sent()).toEqual([['PATCH', body]]);
});

test('an update of nothing is refused', async () => {
  expect((await terminal.run(['keys', 'update', 'CI Pipeline'])).code).toBe(2);
  expect(sent()).toEqual([]);
});

test.each([
  [['delete', 'CI Pipeline']],
  [['rotate', 'CI Pipeline']],
  [['rotate', 'CI Pipeline', '--grace', '0s']],
])('what cannot be undone is asked about first: keys %j', async (args) => {
  expect((await terminal.run(['keys', ...args])).code).toBe(2);
  terminal.answer = false;
  expect((await terminal.run(['keys', ...args], atTerminal())).code).toBe(1);
  terminal.answer = null;
  expect((await terminal.run(['keys', ...args], atTerminal())).code).toBe(130);
  expect(sent()).toEqual([]);
  expect((await terminal.run(['keys', ...args, '--dry-run'])).code).toBe(0);
  expect(sent()).toEqual([]);
  expect((await terminal.run(['keys', ...args, '--yes'])).code).toBe(0);
  expect(sent()).toHaveLength(1);
});

test('where the secret of a rotation cannot be written, it says how long the former one works', async () => {
  const rotationEndsAt = '2027-06-15T12:00:00.000Z';
  deployment.answers[`POST ${place}/rotate`] = () => [200, { ...apiKey, rotationEndsAt, key: secret }];
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
  const { code, err } = await terminal.run(['keys', 'rotate', apiKey.id, '--grace', '1h', '-q'], { stdout });
  expect(code).toBe(1);
  expect(err).toContain(`latchkey keys rotate ${apiKey.id} (the former one works until ${rotationEndsAt}`);
  expect(err).not.toContain(secret);
});

test('the console is opened at the page of a key, or its address printed', async () => {
  expect((await terminal.run(['open', 'CI Pipeline'])).code).toBe(0);
  expect(terminal.opened).toEqual([`https://keys.example.com/api-keys/${apiKey.id}`]);
  expect((await terminal.run(['open', '--no-browser'])).out).toBe('https://keys.example.com/\n');
});

describe('doctor', () => {
  const failed = async () => {
    const { code, out } = await terminal.run(['doctor', '-q']);
    return [code, out.trim()];
  };

  test('finds nothing where nothing is wrong', async () => {
    expect(await failed()).toEqual([0, '']);
    const { checks, ok } = JSON.parse((await terminal.run(['doctor', '-o', 'json'])).out);
    expect([ok, checks.length]).toEqual([true, 7]);
  });

  test('tells a clock that is wrong, a token that is refused, and an API that does not answer', async () => {
    terminal.now = () => new Date(Date.now() + 300_000);
    expect(await failed()).toEqual([1, 'clock']);
    terminal.now = () => new Date();
    delete deployment.answers['GET /me'];
    expect(await failed()).toEqual([3, 'token']);
    terminal.fetch = async () => await Promise.reject(new TypeError('fetch failed'));
    expect(await failed()).toEqual([8, 'API']);
    delete terminal.env['LATCHKEY_URL'];
    expect(await failed()).toEqual([2, 'address']);
  });
});
