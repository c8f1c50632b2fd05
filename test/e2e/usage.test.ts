import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from './api-client.ts';
import { LatchkeyProcess, trialArgs } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';
import { TokenForge } from './tokens.ts';

let server: LatchkeyProcess;
let admin: ApiClient;

beforeAll(async () => {
  server = await LatchkeyProcess.start({ args: trialArgs });
  admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
}, 60_000);
afterAll(async () => {
  await server.stop();
  const places = findPlaintext(server);
  server.removeData();
  expect(places).toEqual([]);
});

const mint = async (fields: object = {}): Promise<{ id: string; key: string }> =>
  (await admin.post('/api-keys', { name: `key ${crypto.randomUUID()}`, type: 'admin', ...fields })).body;
const summaryOf = async (id: string) => (await admin.get(`/api-keys/${id}/usage/summary`)).body;

/** Waits until so many calls have been recorded. */
async function settled(id: string, total: number) {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const summary = await summaryOf(id);
    if (summary.total >= total || Date.now() > deadline) return summary;
    await sleep(100);
  }
}

/** The record of a key once it tells since when it is known what calls needed: a moment, or later. */
async function usedSince(id: string, since: string) {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const { body: record } = await admin.get(`/api-keys/${id}`);
    if ((record.used?.since ?? '') >= since || Date.now() > deadline) return record;
    await sleep(100);
  }
}

test('every call is listed with what became of it, and counted', async () => {
  const { id, key } = await mint({ scopes: ['database:read'], accessRights: {} });
  const caller = admin.as(key);
  const headers = { 'User-Agent': 'importer/7' };
  const statuses = [
    await caller.get('/me', { headers }),
    await caller.get('/users', { headers }),
    await caller.get('/api-keys/not-there', { headers }),
  ].map(({ status }) => status);
  await admin.post(`/api-keys/${id}/pause`);
  statuses.push((await caller.get('/me', { headers })).status);
  expect(statuses).toEqual([200, 403, 404, 401]);

  const { total, byOutcome, days } = await settled(id, 4);
  expect([total, byOutcome]).toEqual([4, { success: 1, denied: 2, error: 1 }]);
  expect(days).toHaveLength(30);
  expect(days.at(-1)).toMatchObject({ success: 1, denied: 2, error: 1 });

  const { body: entries } = await admin.get(`/api-keys/${id}/usage`);
  const common = { sourceIp: '127.0.0.1', userAgent: 'importer/7', method: 'GET' };
  expect(entries).toEqual([
    expect.objectContaining({ ...common, path: '/v1/me', status: 401, code: 'API_KEY_PAUSED' }),
    expect.objectContaining({ ...common, path: '/v1/api-keys/{id}', status: 404, code: 'NOT_FOUND' }),
    expect.objectContaining({
      ...common,
      path: '/v1/users',
      status: 403,
      outcome: 'denied',
      code: 'INSUFFICIENT_PERMISSIONS',
    }),
    expect.objectContaining({ ...common, path: '/v1/me', status: 200, outcome: 'success', code: 'VALID' }),
  ]);
  const { body: denied } = await admin.get(`/api-keys/${id}/usage?outcome=denied&limit=1`);
  expect(denied).toHaveLength(1);
  // Reading a key goes by who asks: what it needs beside scopes, nobody can tell.
  const record = await usedSince(id, entries[1].at);
  expect(record.used).toEqual({ since: expect.any(String), scopes: [], accessRights: {} });
  expect(Date.parse(record.lastUsedAt)).toBeGreaterThan(Date.parse(record.createdAt));
  expect(record.updatedAt).not.toBe(record.lastUsedAt);
  const { body: listed } = await admin.get('/api-keys?limit=100');
  expect(listed.find((shown: { id: string }) => shown.id === id)).toEqual(record);
}, 30_000);

test('a key tells what calls needed that were let through', async () => {
  const { id, key } = await mint({ scopes: ['database:*', 'logs:read'], accessRights: {} });
  const before = new Date().toISOString();
  for (const scopes of [['database:read'], ['team:manage']]) await admin.post('/verify', { key, scopes });
  const { used } = await usedSince(id, before);
  expect(used).toMatchObject({ scopes: ['database:read'], accessRights: {} });
}, 30_000);

test('the summary adds up to the calls of many clients, and paging shows each once', async () => {
  const { id, key } = await mint();
  const calls = 300;
  for (let made = 0; made < calls; made += 20) {
    await Promise.all(Array.from({ length: 20 }, () => admin.as(key).get('/me')));
  }
  const summary = await settled(id, calls);
  expect([summary.total, summary.byOutcome]).toEqual([calls, { success: calls, denied: 0, error: 0 }]);
  const { items } = await admin.list(`/api-keys/${id}/usage?limit=37`);
  expect(new Set(items.map(({ requestId }) => requestId)).size).toBe(calls);
  const times = items.map(({ at }) => String(at));
  expect(times).toEqual(times.toSorted().toReversed());
  expect(items).toHaveLength(calls);
}, 60_000);

test('a limit is told with every answer; over it the call is 429, and passes after Retry-After', async () => {
  const { id, key } = await mint({ rateLimitTier: 'tiny' });
  const caller = admin.as(key);
  const answers = [];
  for (let n = 0; n < 6; n++) answers.push(await caller.get('/me'));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
  expect(answers[0]?.headers.get('ratelimit')).toMatch(/^"tiny";r=4;t=12$/);
  const { headers, body } = answers[5]!;
  expect([body.code, body.detail]).toEqual(['RATE_LIMITED', 'Rate limit exceeded']);
  expect(headers.get('ratelimit-policy')).toBe('"tiny";q=5;w=60');
  const { body: rotated } = await admin.post(`/api-keys/${id}/rotate`);
  const limited = await admin.as(rotated.key).get('/me');
  expect(limited.status).toBe(429);

  const verified = await admin.post('/verify', { key: rotated.key });
  expect(verified.body).toMatchObject({
    valid: false,
    code: 'RATE_LIMITED',
    rateLimit: { limit: 5, remaining: 0 },
  });
  await sleep(Number(limited.headers.get('retry-after')) * 1_000);
  expect((await admin.as(rotated.key).get('/me')).status).toBe(200);
}, 40_000);

test('verify counts a call for its cost and shows what is left; test spends nothing', async () => {
  const { id, key } = await mint({ rateLimitTier: 'tiny' });
  const verify = (fields: object) => admin.post('/verify', { key, ...fields });
  const request = { method: 'POST', path: '/v9/things?secret=1', userAgent: 'their tool' };
  const { body } = await verify({ cost: 4, sourceIp: '198.51.100.7', request });
  expect(body).toMatchObject({ valid: true, rateLimit: { limit: 5, remaining: 1 } });
  expect(Date.parse(body.rateLimit.resetAt)).toBeGreaterThan(Date.now());
  for (const cost of [0, 6, 1.5]) expect((await verify({ cost })).status).toBe(400);
  expect((await verify({ cost: 2 })).body).toMatchObject({
    code: 'RATE_LIMITED',
    rateLimit: { remaining: 1 },
  });
  expect((await verify({ scopes: ['nothing:held'], sourceIp: '::1' })).body.valid).toBe(true);

  const test = async (cost: number) => (await admin.post(`/api-keys/${id}/test`, { cost })).body.valid;
  expect([await test(1), await test(1)]).toEqual([false, false]);
  await settled(id, 3);
  const { body: entries } = await admin.get(`/api-keys/${id}/usage`);
  expect(entries.at(-1)).toMatchObject({
    method: 'POST',
    path: '/v9/things',
    userAgent: 'their tool',
    sourceIp: '198.51.100.7',
    status: 200,
    code: 'VALID',
  });
  expect(entries.filter(({ code }: { code: string }) => code === 'RATE_LIMITED')).toHaveLength(1);
}, 30_000);

interface Entry {
  readonly outcome: 'success' | 'denied' | 'error';
  readonly code: string;
  readonly api?: string;
  readonly verified?: true;
  readonly repeated?: number;
}

function countsOf(entries: readonly Entry[]) {
  const counts = { success: 0, denied: 0, error: 0 };
  for (const { outcome, repeated = 0 } of entries) counts[outcome] += 1 + repeated;
  return counts;
}
const totalOf = ({ success, denied, error }: ReturnType<typeof countsOf>) => success + denied + error;

/** What an overview says of keys' entries, names aside. */
function overviewOf(keys: ReadonlyMap<string, readonly Entry[]>) {
  const all = [...keys.values()].flat();
  const by = (name: (entry: Entry) => string) =>
    [...Map.groupBy(all, name)].map(([each, some]) => [each, countsOf(some)] as const);
  const byOutcome = countsOf(all);
  return {
    total: totalOf(byOutcome),
    byOutcome,
    byCode: Object.fromEntries(by(({ code }) => code).map(([code, counts]) => [code, totalOf(counts)])),
    byApi: Object.fromEntries(by(({ api, verified }) => api ?? (verified ? '/verify' : '/'))),
    busiest: [...keys]
      .map(([id, entries]) => ({ id, ...countsOf(entries) }))
      .filter((counts) => totalOf(counts) > 0)
      .toSorted((left, right) => totalOf(right) - totalOf(left) || (left.id < right.id ? -1 : 1))
      .slice(0, 10),
  };
}

test('the overview is the sum of the entries of all keys: own routes, refusals, and what services asked', async () => {
  const [many, refused, verified] = [
    await mint(),
    await mint({ scopes: [], accessRights: {} }),
    await mint(),
  ];
  for (let n = 0; n < 5; n++) await admin.as(many.key).get('/me');
  for (let n = 0; n < 3; n++) await admin.as(refused.key).get('/users');
  await admin.as(refused.key).get('/api-keys/not-there');
  for (let n = 0; n < 2; n++) await admin.post('/verify', { key: verified.key });
  // Calls of people are no usage: reading changes nothing of what is read.
  const person = admin.as(await new TokenForge(server, server.bootstrap.adminUserId).good());

  async function read() {
    const { items } = await person.list('/api-keys?limit=100');
    const entries = new Map<string, Entry[]>();
    for (const { id } of items) {
      const list = await person.list(`/api-keys/${id}/usage?limit=100`);
      entries.set(String(id), list.items as unknown as Entry[]);
    }
    const { body } = await person.get('/usage/summary');
    return { expected: overviewOf(entries), body };
  }
  const made = [5, 4, 2];
  const isRecorded = ({ expected, body }: Awaited<ReturnType<typeof read>>) =>
    body.total === expected.total &&
    [many, refused, verified].every(({ id }, at) =>
      expected.busiest.some((key) => key.id === id && totalOf(key) === made[at]),
    );
  let seen = await read();
  for (
    const deadline = Date.now() + 15_000;
    !isRecorded(seen) && Date.now() < deadline;
    seen = await read()
  ) {
    await sleep(200);
  }
  const { body, expected } = seen;
  expect({
    total: body.total,
    byOutcome: body.byOutcome,
    byCode: Object.fromEntries(body.byCode.map(({ code, calls }: any) => [code, calls])),
    byApi: Object.fromEntries(body.byApi.map(({ api, ...counts }: any) => [api, counts])),
    busiest: body.busiest.map(({ id, success, denied, error }: any) => ({ id, success, denied, error })),
  }).toEqual(expected);
  expect(body.days.at(-1)).toMatchObject(expected.byOutcome);
  expect(body.busiest.find(({ id }: any) => id === many.id)).toMatchObject({ success: 5, denied: 0 });
  expect(body.mostRefused.find(({ id }: any) => id === refused.id)).toMatchObject({ denied: 3, error: 1 });
  expect(body.busiest.find(({ id }: any) => id === verified.id)).toMatchObject({ success: 2 });
  expect(expected.byApi['/verify']!.success).toBeGreaterThanOrEqual(2);
}, 60_000);

test('usage survives the server: lines that nobody had taken are recorded at the next start', async () => {
  const { id, key } = await mint();
  await Promise.all(Array.from({ length: 40 }, () => admin.as(key).get('/me')));
  const printed = () =>
    readFileSync(join(server.dataFolder, 'logs/latchkey/functions.jsonl'), 'utf8').split(id).length - 1;
  for (const deadline = Date.now() + 5_000; printed() < 40 && Date.now() < deadline; ) await sleep(5);
  await server.kill();
  const { dataFolder } = server;
  server = await LatchkeyProcess.start({ dataFolder, args: trialArgs });
  admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
  expect((await settled(id, 40)).total).toBe(40);
}, 60_000);
