import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from './api-client.ts';
import { LatchkeyProcess, lastingArgs } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';

const clients = 20;
let server: LatchkeyProcess;
let admin: ApiClient;

beforeAll(async () => {
  server = await LatchkeyProcess.start({ args: lastingArgs });
  admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
}, 60_000);
afterAll(async () => {
  await server.stop();
  const places = findPlaintext(server);
  server.removeData();
  expect(places).toEqual([]);
});

interface Call {
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly outcome: string;
}

/** Twenty clients that call without pause until each has made a call at a moment that is told later, or behind it. */
function load(key: string) {
  let lastAt = Number.POSITIVE_INFINITY;
  const made = Array.from({ length: clients }, async () => {
    const calls: Call[] = [];
    let sentAt = 0;
    while (sentAt < lastAt) {
      sentAt = Date.now();
      const { status, body } = await admin.as(key).get('/me');
      calls.push({ sentAt, answeredAt: Date.now(), outcome: status === 200 ? 'VALID' : body.code });
    }
    return calls;
  });
  return async (until: number) => {
    lastAt = until;
    return (await Promise.all(made)).flat();
  };
}

async function mint(): Promise<{ id: string; key: string }> {
  const { status, body } = await admin.post('/api-keys', { name: `key ${crypto.randomUUID()}` });
  expect(status).toBe(201);
  return body;
}
const outcomes = (calls: readonly Call[]) => [...new Set(calls.map(({ outcome }) => outcome))];

test('while a key is rotated with grace, no call with the former secret is refused before its end, and every one after', async () => {
  const { id, key } = await mint();
  const stop = load(key);
  await sleep(500);
  const { status, body } = await admin.post(`/api-keys/${id}/rotate`, { gracePeriod: '5s' });
  const rotatedAt = Date.now();
  expect(status).toBe(200);
  const endsAt = Date.parse(body.rotationEndsAt);
  const calls = await stop(endsAt);

  const before = calls.filter(({ answeredAt }) => answeredAt < endsAt);
  const inGrace = before.filter(({ sentAt }) => sentAt > rotatedAt);
  const after = calls.filter(({ sentAt }) => sentAt >= endsAt);
  expect(Math.min(inGrace.length, after.length)).toBeGreaterThanOrEqual(clients);
  expect([outcomes(before), outcomes(after)]).toEqual([['VALID'], ['API_KEY_INVALID']]);
  expect((await admin.as(body.key).get('/me')).status).toBe(200);
}, 30_000);

test('without grace, every call that is made after the response is refused', async () => {
  for (let run = 0; run < 5; run++) {
    const { id, key } = await mint();
    const stop = load(key);
    await sleep(200);
    const { body } = await admin.post(`/api-keys/${id}/rotate`);
    const first = await admin.as(key).get('/me');
    const rotatedAt = Date.now();
    expect([first.status, first.body.code]).toEqual([401, 'API_KEY_INVALID']);
    const after = (await stop(rotatedAt + 1)).filter(({ sentAt }) => sentAt > rotatedAt);
    expect(outcomes(after)).toEqual(['API_KEY_INVALID']);
    expect((await admin.as(body.key).get('/me')).status).toBe(200);
  }
}, 30_000);

test('a grace period is made to end earlier, or at once, and never later', async () => {
  const { id, key } = await mint();
  const patch = (rotationEndsAt: string) => admin.patch(`/api-keys/${id}`, { rotationEndsAt });
  const refused = async (rotationEndsAt: string) => {
    const { status, body } = await patch(rotationEndsAt);
    return [status, body.errors?.[0]?.field];
  };
  const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
  expect(await refused(inMs(1_000))).toEqual([400, 'rotationEndsAt']);

  const rotated = (await admin.post(`/api-keys/${id}/rotate`, { gracePeriod: '1h' })).body;
  expect(await refused(inMs(3_700_000))).toEqual([400, 'rotationEndsAt']);
  expect(await refused('soon')).toEqual([400, 'rotationEndsAt']);
  const same = await patch(rotated.rotationEndsAt);
  expect([same.status, same.headers.get('etag')]).toEqual([200, '"2"']);

  const earlier = inMs(1_500);
  expect((await patch(earlier)).body.rotationEndsAt).toBe(earlier);
  expect((await admin.as(key).get('/me')).status).toBe(200);
  await sleep(Date.parse(earlier) - Date.now() + 5);
  expect((await admin.as(key).get('/me')).body.code).toBe('API_KEY_INVALID');

  const again = (await admin.post(`/api-keys/${id}/rotate`, { gracePeriod: '1h' })).body;
  expect((await patch(inMs(-1_000))).body.rotationEndsAt).toBeNull();
  expect((await admin.as(rotated.key).get('/me')).body.code).toBe('API_KEY_INVALID');
  expect((await admin.as(again.key).get('/me')).status).toBe(200);
  const { body: events } = await admin.get(`/audit-events?targetId=${id}&limit=1`);
  expect(events[0]).toMatchObject({ action: 'api_key.updated', changes: { rotationEndsAt: { to: null } } });
}, 30_000);
