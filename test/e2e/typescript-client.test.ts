import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import {
  etagOf,
  Latchkey,
  type MintedKey,
  type NewApiKey,
  verifyChain,
} from '../../clients/typescript/src/index.ts';
import { type Asked, ask, frameworks, Servers } from './framework-servers.ts';
import { LatchkeyProcess, trialArgs } from './latchkey-process.ts';

let server: LatchkeyProcess;
let admin: Latchkey;
const servers = new Servers();
const { error: logError } = console;
/** What the proxy before the API does with the answers to come: they are lost, in this order. */
const losing: boolean[] = [];
let lossy: Latchkey;

beforeAll(async () => {
  console.error = () => {};
  server = await LatchkeyProcess.start({ args: trialArgs });
  const { url: baseUrl, adminKey: credential } = server.bootstrap;
  admin = new Latchkey({ baseUrl, credential });
  const origin = await servers.serve(async (request, response) => {
    const { method = 'GET', headers } = request;
    const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, ...others } = headers;
    const body = method === 'GET' ? undefined : Buffer.concat(await request.toArray());
    const sent = { method, headers: others as Record<string, string>, ...(body && { body }) };
    const answer = await fetch(new URL(request.url ?? '', baseUrl), sent);
    const content = Buffer.from(await answer.arrayBuffer());
    if (losing.shift() === true) response.socket?.resetAndDestroy();
    else
      response
        .writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'content-length': content.length })
        .end(content);
  });
  lossy = new Latchkey({ baseUrl: `${origin}/api/v1`, credential });
}, 60_000);

afterAll(async () => {
  servers.close();
  console.error = logError;
  await server.stop();
  server.removeData();
});

const fresh = () => `client ${randomUUID()}`;
const mint = (body: Partial<NewApiKey> = {}): Promise<MintedKey> =>
  admin.keys.create({ name: fresh(), ...body });
const named = async (name: string) => {
  const found = [];
  for await (const key of admin.keys.list({ search: name, limit: 1 })) found.push(key);
  return found;
};

describe('answers that are lost', () => {
  beforeEach(() => void losing.splice(0));

  test('make no second key, and the lost secret is said to be lost', async () => {
    const name = fresh();
    losing.push(true, true);
    const error = await lossy.keys.create({ name }).catch((thrown: unknown) => thrown);
    const keys = await named(name);
    expect(error).toMatchObject({ name: 'SecretLost', id: keys[0]?.id });
    expect(keys).toHaveLength(1);
  });

  test('of creating and of replacing what was lost leave one key, whose secret is told', async () => {
    const name = fresh();
    losing.push(true, false, true, false);
    const { id, key } = await lossy.keys.create({ name, type: 'admin' }, { onLostSecret: 'rotate' });
    expect((await named(name)).map((each) => each.id)).toEqual([id]);
    const me = await new Latchkey({ baseUrl: admin.baseUrl, credential: key }).me();
    expect(me.apiKey?.id).toBe(id);
  });

  test('of a change say that it may have been made', async () => {
    const record = await admin.keys.get((await mint()).id);
    losing.push(true);
    const change = lossy.keys.update(record.id, { description: 'new' }, { ifMatch: etagOf(record) });
    await expect(change).rejects.toMatchObject({ name: 'ConnectionError', mayHaveHappened: true });
    expect(await admin.keys.get(record.id)).toMatchObject({ description: 'new' });
  });
});

test('changes to another version than was meant are refused, and the chain of events is whole', async () => {
  const created = await mint();
  const record = await admin.keys.get(created.id);
  await admin.keys.update(record.id, { description: 'first' }, { ifMatch: etagOf(record) });
  await expect(
    admin.keys.update(record.id, { description: 'late' }, { ifMatch: etagOf(record) }),
  ).rejects.toMatchObject({
    name: 'PreconditionFailedError',
  });
  await admin.keys.delete(record.id);
  await expect(admin.keys.get(record.id)).rejects.toMatchObject({ name: 'NotFoundError', status: 404 });
  const report = await verifyChain(admin.audit.list({ targetId: record.id, limit: 1 }));
  expect(report).toEqual({ faults: [], verified: 3, linkedOnly: 0 });
});

describe('what screens ask for', () => {
  test('is answered by name: the deployment, its settings, counts, holders and calls of all keys', async () => {
    const description = fresh();
    for (const type of ['admin', 'end-user', 'end-user'] as const) await mint({ type, description });
    const counted: { total: number }[] = [];
    for await (const counts of admin.keys.countSteps({ search: description })) counted.push(counts);
    expect(counted.at(-1)).toMatchObject({ total: 3, byType: { admin: 1, 'end-user': 2 }, unlimited: 3 });
    expect(await admin.keys.counts({ search: description, type: ['admin'] })).toMatchObject({ total: 1 });

    const { userId } = await admin.me();
    const holders = [];
    for await (const holder of admin.roles.holders('admin', { limit: 1 })) holders.push(holder.userId);
    expect(holders).toContain(userId);

    const { apiUrl } = await new Latchkey({ baseUrl: admin.baseUrl }).config();
    expect(apiUrl).toBe(admin.baseUrl);
    expect((await admin.settings()).rateLimitTiers).toMatchObject({ tiny: 5, enterprise: null });
    expect((await admin.usage.overview()).days.length).toBeGreaterThan(0);
  });

  test('is told before it is done: what a key could do, and what would be refused', async () => {
    const name = fresh();
    const refused = await admin.keys.preview({
      name,
      scopes: ['database:read'],
      userId: 'nobody@example.com',
    });
    expect(refused.refusal).toMatchObject({ code: 'USER_UNKNOWN' });
    const { id } = await admin.keys.create({ name, scopes: ['database:read'] });
    const record = await admin.keys.get(id);
    const changed = await admin.keys.previewChanges(
      id,
      { scopes: ['logs:read'] },
      { ifMatch: etagOf(record) },
    );
    expect(changed).toMatchObject({ refusal: null, scopes: ['logs:read'] });
    expect(await admin.keys.get(id)).toEqual(record);
    const taken = await admin.keys.preview({ name });
    expect(taken.refusal).toMatchObject({ code: 'NAME_TAKEN' });
  });

  test('is told of a rotation while it runs', async () => {
    const { id, keyPrefix } = await mint();
    await admin.keys.rotate(id, { gracePeriod: '1h' });
    expect((await admin.keys.get(id)).rotation).toMatchObject({ oldPrefix: keyPrefix, oldLastSeenAt: null });
  });
});

describe.each(Object.entries(frameworks))('protect() in a server of %s', (_, listen) => {
  let origin: string;
  let outage: string;
  let reader: MintedKey;
  const get = (path: string, headers: Record<string, string | string[]> = {}): Promise<Asked> =>
    ask(origin + path, headers);
  const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

  beforeAll(async () => {
    const verifier = await mint({ scopes: ['api-keys:verify'] });
    const { baseUrl } = admin;
    origin = await servers.serve(await listen(new Latchkey({ baseUrl, credential: verifier.key })));
    const nowhere = await servers.serve((_, response) => void response.socket?.resetAndDestroy());
    outage = await servers.serve(await listen(new Latchkey({ baseUrl: nowhere, credential: verifier.key })));
    reader = await mint({ scopes: ['database:read'] });
  });

  test('lets a fitting key through, tells who calls, and keeps the key from the handler', async () => {
    const sent = {
      ...bearer(reader.key),
      'X-Latchkey-User': 'admin',
      X_Latchkey_Key_Id: 'x',
      'User-Agent': 'shop/1',
    };
    const { status, body } = await get('/shop/orders?page=1', sent);
    expect([status, body]).toMatchObject([
      200,
      {
        caller: {
          userId: reader.userId,
          scopes: ['database:read'],
          apiKey: { id: reader.id, keyPrefix: reader.keyPrefix },
        },
      },
    ]);
    expect(body.headers).not.toHaveProperty('authorization');
    expect(Object.keys(body.headers).filter((name) => /latchkey/.test(name))).toEqual([]);
    expect((await get('/shop/orders', { 'X-Api-Key': reader.key })).status).toBe(200);
  });

  test('answers 401 as Latchkey does', async () => {
    const unknown = `lk_${'x'.repeat(49)}`;
    const cases: [Record<string, string | string[]>, string][] = [
      [{}, 'UNAUTHENTICATED'],
      [{ ...bearer(reader.key), 'X-Api-Key': reader.key }, 'UNAUTHENTICATED'],
      [{ 'X-Api-Key': [reader.key, reader.key] }, 'UNAUTHENTICATED'],
      [bearer('a.b.c'), 'TOKEN_INVALID'],
      [bearer(unknown), 'API_KEY_INVALID'],
      [{ Authorization: reader.key }, 'API_KEY_INVALID'],
    ];
    for (const [headers, code] of cases) {
      const answer = await get('/shop/orders', headers);
      expect(answer).toMatchObject({
        status: 401,
        headers: {
          'www-authenticate': 'Bearer realm="latchkey"',
          'content-type': 'application/problem+json',
          'cache-control': 'no-store',
        },
        body: { code, status: 401, title: 'Unauthorized', type: `${admin.baseUrl}/problems/${code}` },
      });
      expect(answer.headers['x-request-id']).toBe(answer.body.requestId);
    }
    const paused = await mint();
    await admin.keys.pause(paused.id);
    expect(await get('/shop/orders', bearer(paused.key))).toMatchObject({
      status: 401,
      body: { code: 'API_KEY_PAUSED' },
    });
  });

  test('answers 403 with what is missing', async () => {
    const other = await mint({ scopes: ['logs:read'] });
    expect(await get('/shop/orders', bearer(other.key))).toMatchObject({
      status: 403,
      body: { code: 'INSUFFICIENT_PERMISSIONS', missingScopes: ['database:read'] },
    });
    const accessRights = { projects: { sales: { modules: { model: 'read' as const } } } };
    const modeller = bearer((await mint({ accessRights })).key);
    expect((await get('/shop/p/sales', modeller)).status).toBe(200);
    expect(await get('/shop/p/hr', modeller)).toMatchObject({
      status: 403,
      body: { code: 'INSUFFICIENT_PERMISSIONS' },
    });
    expect(await get(`/shop/p/${encodeURIComponent('*')}`, modeller)).toMatchObject({ status: 403 });
  });

  test('believes what the named proxy has written, and not what stands to the left of it', async () => {
    const bound = bearer((await mint({ allowedIps: ['203.0.113.7'] })).key);
    const from = (forwarded: string) => get('/shop/dear', { ...bound, 'X-Forwarded-For': forwarded });
    expect((await from('198.51.100.1, 203.0.113.7')).status).toBe(200);
    for (const forwarded of ['203.0.113.7, 198.51.100.1', '203.0.113.7, unknown', ''])
      expect(await from(forwarded)).toMatchObject({ status: 403, body: { code: 'IP_NOT_ALLOWED' } });
  });

  test('answers 429 with the limit, and when to come back', async () => {
    const limited = bearer((await mint({ rateLimitTier: 'tiny' })).key);
    const first = await get('/shop/dear', limited);
    expect(first).toMatchObject({ status: 200, headers: { 'ratelimit-policy': '"latchkey";q=5;w=60' } });
    const second = await get('/shop/dear', limited);
    expect(second).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED', title: 'Too Many Requests' } });
    expect(second.headers['ratelimit']).toMatch(/^"latchkey";r=0;t=\d+$/);
    expect(Number(second.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(second.headers['retry-after'])).toBeLessThanOrEqual(61);
  });

  test('answers 503 while Latchkey does not answer, whatever the key', async () => {
    for (const key of [reader.key, `lk_${'x'.repeat(49)}`]) {
      const answer = await ask(`${outage}/shop/orders`, bearer(key));
      expect(answer).toMatchObject({
        status: 503,
        headers: { 'retry-after': '1' },
        body: { code: 'UNAVAILABLE' },
      });
    }
  });

  test('has the calls in the usage of the key', async () => {
    const path = '/shop/orders';
    const caller = await mint({ scopes: ['database:read'] });
    const spied = {
      ...bearer(caller.key),
      'User-Agent': `shop ${caller.key}`,
      'X-Forwarded-For': '203.0.113.7',
    };
    expect((await get(`${path}?page=${randomUUID()}`, spied)).status).toBe(200);
    let entries: readonly unknown[] = [];
    while (entries.length === 0) {
      ({ items: entries } = await admin.usage.list(caller.id).page());
      await sleep(100);
    }
    expect(entries).toMatchObject([
      {
        method: 'GET',
        path,
        status: 200,
        sourceIp: '203.0.113.7',
        userAgent: expect.not.stringContaining(caller.key),
      },
    ]);
  });
});
