import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ApiClient } from './api-client.ts';
import { DynamoDbProxy } from './dynamodb-proxy.ts';
import { type Example, startExample } from './example.ts';
import { LatchkeyProcess } from './latchkey-process.ts';
import { callers, calls, everyMode, outcomeOf, paths } from './protected-calls.ts';
import { askRaw, type Told } from './raw-caller.ts';
import { findPlaintext } from './secrecy.ts';
import { accessToken } from './sign-in.ts';

const userId = 'ci-bot@example.com';
let dynamodb: DynamoDbProxy;
let example: Example;
let admin: ApiClient;

beforeAll(async () => {
  dynamodb = await DynamoDbProxy.start();
  example = await startExample({ DYNAMODB_ENDPOINT: dynamodb.url });
  const { url, adminKey } = example.server.bootstrap;
  admin = new ApiClient(url, adminKey);
  const accessRights = { projects: { sales: { modules: { '*': 'read' } } } };
  await admin.post('/roles', { name: 'buyer', scopes: ['database:*'], accessRights });
  await admin.post('/users', { userId, roles: ['buyer'] });
}, 120_000);
afterAll(async () => {
  const { server, backendUrl } = example;
  await server.stop();
  const places = findPlaintext(server);
  server.removeData();
  await dynamodb.stop();
  expect(places).toEqual([]);
  // One interruption has ended the backend as well.
  await expect(fetch(backendUrl)).rejects.toThrow('fetch failed');
});

let minted = 0;
async function mint(fields: object = {}): Promise<{ id: string; key: string }> {
  minted += 1;
  const { status, body } = await admin.post('/api-keys', { name: `key ${minted}`, userId, ...fields });
  expect(status).toBe(201);
  return body;
}
const ask = (call: string, credential: string | null, more: Readonly<Record<string, string>> = {}) =>
  askRaw(
    example.origin,
    call,
    { ...(credential === null ? {} : { Authorization: `Bearer ${credential}` }), ...more },
    '{"item":"Coffee"}',
  );
const outcome = async (call: string, credential: string | null) => outcomeOf(await ask(call, credential));
/** What becomes of a call to the API of each mode. */
async function outcomes(credential: string | null): Promise<string[]> {
  return await Promise.all(everyMode.map((call) => outcome(call, credential)));
}

test("the example's README leads from nothing to a refused call, as pasted", async () => {
  const { dataFolder } = example.server;
  const readme = readFileSync(join(import.meta.dirname, '../../examples/orders/README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = '']) => block);
  expect(blocks.shift()).toBe('npm ci && npm run example\n');
  const commands = blocks.join('\n').replaceAll('./.latchkey', dataFolder);
  const { stdout } = await promisify(execFile)('bash', ['-ec', commands]);
  const codes = [
    'UNAUTHENTICATED',
    'INSUFFICIENT_PERMISSIONS',
    'INSUFFICIENT_PERMISSIONS',
    'API_KEY_INVALID',
  ];
  expect(stdout.match(/(?<="code":")\w+/g)).toEqual(codes);
  expect(stdout).toContain('{"status": "healthy"}');
  expect(stdout).toContain('"missingScopes":["database:write"]');
  expect(stdout).toMatch(/^HTTP\/1.1 201/m);
  expect(stdout).toMatch(/^ratelimit: "free";r=9\d;/im);
  expect(stdout).toContain('"x-latchkey-user":"admin@example.com"');
  expect(stdout).toContain('"missingAccessRights":{"projects":{"hr":{"modules":{"salaries":"read"}}}}');
});

test('a port of the backend that is taken is one line, and nothing is started', async () => {
  const { port } = new URL(example.backendUrl);
  const second = LatchkeyProcess.start({ npmScript: 'example', env: { ECHO_PORT: port } });
  await expect(second).rejects.toThrow(
    new RegExp(`cannot listen on ECHO_PORT ${port}: listen EADDRINUSE[^\\n]*\\n$`),
  );
});

describe('what each way of protecting makes of', () => {
  test.each(callers)('%s', async (_, fields, ...expected) => {
    const { status, ...made } = fields ?? {};
    const { id, key } = fields === null ? { id: '', key: null } : await mint(made);
    if (status !== undefined) expect((await admin.patch(`/api-keys/${id}`, { status })).status).toBe(200);
    const told = await Promise.all(everyMode.map((call) => ask(call, key)));
    expect(told.map(outcomeOf)).toEqual([...expected, '200']);
    for (const { status, headers, body } of told.filter(({ status }) => status >= 400)) {
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(body).toMatchObject({ status, requestId: expect.any(String) });
      expect(await (await fetch(body.type)).json()).toMatchObject({ code: body.code });
      expect('www-authenticate' in headers).toBe(status === 401);
    }
  });

  test('a key that was never minted', async () => {
    expect(await outcomes(`lk_${'0'.repeat(49)}`)).toEqual([
      '403 API_KEY_INVALID',
      '401 UNAUTHENTICATED',
      '403 API_KEY_INVALID',
      '200',
    ]);
  });

  test('what a key lacks: it is named, and what stands in the path is part of it', async () => {
    const { key } = await mint({ scopes: ['metadata:read'] });
    expect(await outcome(calls.deny, key)).toBe('200');
    const project = await ask('GET /lab/p/hr/models/forecast', key);
    expect(project.body).toMatchObject({
      code: 'INSUFFICIENT_PERMISSIONS',
      missingScopes: [],
      missingAccessRights: { projects: { hr: { modules: { forecast: 'read' } } } },
    });
    for (const [call, scope] of [
      [calls['deny with 401'], 'database:read'],
      [calls.middleware, 'database:read'],
      ['POST /strict/orders', 'billing:manage'],
      ['POST /shop/orders', 'database:write'],
    ] as const) {
      const { status, body } = await ask(call, key);
      expect([status, body.missingScopes]).toEqual([403, [scope]]);
    }
  });

  test('calls above the limit: each counts for its cost', async () => {
    const { key } = await mint({ rateLimitTier: 'free' });
    const left = ({ headers }: Told) => Number(/r=(\d+)/.exec(String(headers['ratelimit']))?.[1]);
    const first = await ask('POST /shop/orders', key);
    expect([first.status, left(first)]).toEqual([201, 95]);
    // The limit fills up again, by one call in 0.6 s.
    expect(await outcome('GET /strict/heavy', key)).toBe('200');
    const denied = await ask('GET /strict/heavy', key);
    expect([outcomeOf(denied), Number(denied.headers['retry-after']) > 0]).toEqual([
      '403 RATE_LIMITED',
      true,
    ]);
    const never = await ask('GET /strict/heaviest', key);
    expect([outcomeOf(never), 'retry-after' in never.headers]).toEqual(['403 RATE_LIMITED', false]);
    for (let n = 0; n < 7; n++) await ask('POST /shop/orders', key);
    let told = await ask('POST /shop/orders', key);
    for (; told.status === 201; told = await ask('POST /shop/orders', key));
    expect(outcomeOf(told)).toBe('429 RATE_LIMITED');
    expect(Number(told.headers['retry-after'])).toBeGreaterThan(0);
    expect(told.headers['ratelimit-policy']).toBe('"free";q=100;w=60');
  });
});

test.each<[string, string, (id: string, owner: string) => Promise<{ status: number }>]>([
  ['deleting', 'API_KEY_INVALID', (id) => admin.delete(`/api-keys/${id}`)],
  ['pausing', 'API_KEY_PAUSED', (id) => admin.post(`/api-keys/${id}/pause`)],
  [
    'narrowing',
    'INSUFFICIENT_PERMISSIONS',
    (id) => admin.patch(`/api-keys/${id}`, { scopes: [], accessRights: {} }),
  ],
  [
    'disabling its user',
    'USER_DISABLED',
    (_, owner) => admin.patch(`/users/${owner}`, { status: 'disabled' }),
  ],
])('%s ends a key at the next call: %s', async (what, code, end) => {
  const owner = `${what.replaceAll(' ', '-')}@example.com`;
  await admin.post('/users', { userId: owner, roles: ['buyer'] });
  const { id, key } = await mint({ userId: owner });
  expect(await outcomes(key)).toEqual(['200', '200', '200', '200']);
  expect((await end(id, owner)).status).toBeLessThan(300);
  const unauthenticated = code === 'INSUFFICIENT_PERMISSIONS' ? `403 ${code}` : '401 UNAUTHENTICATED';
  expect(await outcomes(key)).toEqual([`403 ${code}`, unauthenticated, `403 ${code}`, '200']);
});

test('while Latchkey is out every call is 503, but for those to an API that is only observed', async () => {
  const { key } = await mint();
  expect(await outcomes(key)).toEqual(['200', '200', '200', '200']);
  dynamodb.goDown();
  try {
    const told = await Promise.all(everyMode.map((call) => ask(call, key)));
    expect(told.map(outcomeOf)).toEqual(['503 UNAVAILABLE', '503 UNAVAILABLE', '503 UNAVAILABLE', '200']);
    expect(told.map(({ headers }) => headers['retry-after'])).toEqual(['1', '1', '1', undefined]);
  } finally {
    dynamodb.comeBack();
  }
  expect(await outcomes(key)).toEqual(['200', '200', '200', '200']);
});

describe('an HTTP backend', () => {
  const forged = {
    'X-Latchkey-User': 'forged',
    'x-latchkey-key-id': 'forged',
    'X-LATCHKEY-SCOPES': 'forged',
  };
  type Sent = Readonly<Record<string, string>>;
  const seen = async (call: string, headers: Sent) => {
    const { status, raw, body } = await ask(call, null, { ...headers, ...forged });
    expect([status, raw.includes('forged')]).toEqual([200, false]);
    for (const value of Object.values(headers)) expect(raw).not.toContain(value.replace(/^\w+ /, ''));
    return ['user', 'key-id', 'scopes'].map((name) => body.headers[`x-latchkey-${name}`]);
  };

  test('is told who calls with a key, and sees neither the key nor what is pretended', async () => {
    const { id, key } = await mint({ scopes: ['database:read', 'billing:manage'] });
    const told = [userId, id, '["database:read"]'];
    const ways: Sent[] = [
      { Authorization: `Bearer ${key}` },
      { Authorization: `ApiToken ${key}` },
      { 'X-Api-Key': key },
    ];
    for (const sent of ways)
      for (const call of [calls.deny, calls['deny with 401']]) expect(await seen(call, sent)).toEqual(told);
    // An observed API lets a call pass that lacks something, and tells only whose it is.
    expect(await seen(calls.observe, { 'X-Api-Key': key })).toEqual([userId, id, '[]']);
  });

  test('is told of people as of keys', async () => {
    const token = await accessToken(example.server, userId);
    for (const call of [calls['deny with 401'], calls.observe]) {
      const [user, keyId] = await seen(call, { Authorization: `Bearer ${token}` });
      expect([user, keyId]).toEqual([userId, '-']);
    }
    expect(await outcome(calls.deny, token)).toBe('403 TOKEN_INVALID');
  });

  test('is told of nobody where nobody is known, whatever an API that is observed lets through', async () => {
    const { id, key } = await mint();
    await admin.post(`/api-keys/${id}/pause`);
    const ways: Sent[] = [{}, { 'X-Api-Key': key }, { Authorization: `Bearer ${key.slice(0, -1)}` }];
    for (const sent of ways) {
      const [user, keyId] = await seen(calls.observe, sent);
      expect([user, keyId]).toEqual(['-', '-']);
    }
    dynamodb.goDown();
    try {
      expect((await seen(calls.observe, { 'X-Api-Key': key })).slice(0, 2)).toEqual(['-', '-']);
    } finally {
      dynamodb.comeBack();
    }
  });
});

test.each(paths)('a call to %s: %s is %s', async (_, call, expected) => {
  const { key } = await mint();
  expect(await outcome(call, key)).toBe(expected);
});

test('while looser or stricter routes are registered, a stage is judged by those it was deployed with', async () => {
  const [reader, buyer] = [await mint({ scopes: [], accessRights: {} }), await mint()];
  const define = async (name: string, routes: readonly object[]) => {
    const { body } = await admin.get(`/apis/${name}`);
    const { gateway, unauthenticated, people } = body;
    const changed = await admin.call('PUT', `/apis/${name}`, {
      body: { gateway, unauthenticated, people, routes },
    });
    expect([changed.status, changed.body.routesHash === body.routesHash]).toEqual([200, false]);
  };
  const judged = async () => [
    await outcome(calls.deny, reader.key),
    await outcome(calls.deny, buyer.key),
    await outcome(calls['deny with 401'], reader.key),
    await outcome(calls['deny with 401'], buyer.key),
    await outcome('GET /fleeting/orders', buyer.key),
  ];
  const asDeployed = ['403 INSUFFICIENT_PERMISSIONS', '200', '403 INSUFFICIENT_PERMISSIONS', '200'];
  expect(await judged()).toEqual([...asDeployed, '200']);
  await define('models', [{ method: 'GET', path: '/p/{project}/models/{model}' }]);
  await define('strict', [{ method: 'GET', path: '/orders', scopes: ['settings:modify'] }]);
  expect((await admin.delete('/apis/fleeting')).status).toBe(204);
  expect((await judged()).slice(0, 4)).toEqual(asDeployed);
  // No container may know the former registrations any longer.
  await sleep(10_000);
  expect(await judged()).toEqual([...asDeployed, '403 API_UNKNOWN']);
}, 60_000);

test('usage tells of each call its API, its route and what it needed; a key in path, query or header stands nowhere', async () => {
  const { id, key } = await mint();
  await ask('GET /shop/orders', key);
  await ask('GET /lab/p/hr/models/forecast', key);
  await ask('GET /stray/orders', key);
  const stray = `GET /lab/p/sales/models/${key}?key=${key}`;
  await ask(stray, key, { 'User-Agent': `curl ${key}`, 'X-Trace': key, Cookie: `key=${key}` });
  await ask(`GET /shop/orders/${key}`, key);
  const entriesOf = async (): Promise<Record<string, unknown>[]> =>
    (await admin.get(`/api-keys/${id}/usage`)).body;
  while ((await entriesOf()).length < 4) await sleep(200);
  const entries = await entriesOf();
  const needed = (project: string, module: string) => ({ scopes: [], project, module, action: 'read' });
  const model = {
    api: 'models',
    route: 'GET /p/{project}/models/{model}',
    path: '/p/{project}/models/{model}',
  };
  expect(entries).toEqual([
    expect.objectContaining({ ...model, code: 'VALID', needed: needed('sales', '[masked key]') }),
    expect.objectContaining({ code: 'API_UNKNOWN', path: '/orders' }),
    expect.objectContaining({
      ...model,
      outcome: 'denied',
      code: 'INSUFFICIENT_PERMISSIONS',
      status: 403,
      needed: needed('hr', 'forecast'),
    }),
    expect.objectContaining({
      api: 'orders',
      route: 'GET /orders',
      outcome: 'success',
      code: 'VALID',
      status: null,
      needed: { scopes: ['database:read'] },
    }),
  ]);
  expect(JSON.stringify(entries)).not.toContain(key.slice(10));
  expect(findPlaintext(example.server)).toEqual([]);
}, 60_000);
