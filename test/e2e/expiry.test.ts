import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from './api-client.ts';
import { chainFaults, settledEvents } from './audit-log.ts';
import { LatchkeyProcess, retentionSeconds, trialArgs as args } from './latchkey-process.ts';

let server: LatchkeyProcess;
let admin: ApiClient;

beforeAll(async () => {
  server = await LatchkeyProcess.start({ args });
  admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
}, 60_000);
afterAll(async () => {
  await server.stop();
  server.removeData();
});

async function mint(fields: object): Promise<{ id: string; key: string; name: string; expiresAt: string }> {
  const { status, body } = await admin.post('/api-keys', { name: `key ${crypto.randomUUID()}`, ...fields });
  expect([status, body.code]).toEqual([201, undefined]);
  return body;
}
const until = (time: string | number) => sleep(Math.max(0, new Date(time).getTime() - Date.now()) + 20);
/** Without the notice of its expiry, which there is where a turn of the clock falls in between. */
const actionsOf = async (id: string): Promise<string[]> => {
  const { body } = await admin.get(`/audit-events?targetId=${id}`);
  const actions = body.map(({ action }: { action: string }) => action);
  return actions.filter((action: string) => action !== 'api_key.expired');
};

async function eventually(holds: () => Promise<boolean>, forMs = 20_000): Promise<void> {
  for (const deadline = Date.now() + forMs; Date.now() < deadline; await sleep(200))
    if (await holds()) return;
  throw new Error('it did not come about in time');
}

test('a key expires, is kept for its retention, and is gone with all that belongs to it', async () => {
  const userId = 'short@example.com';
  await admin.post('/users', { userId, roles: ['admin'] });
  const kept = await mint({ expiresIn: '1d' });
  const { id, key, name, expiresAt } = await mint({
    expiresIn: '2s',
    userId,
    scopes: ['database:read'],
    accessRights: {},
  });
  expect((await admin.as(key).get('/me')).status).toBe(200);
  await until(expiresAt);
  const refused = await admin.as(key).get('/me');
  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
    401,
    'API_KEY_EXPIRED',
    'API key expired',
  ]);
  const { body: expired } = await admin.get('/api-keys?status=expired');
  expect(expired.map((each: { id: string }) => each.id)).toEqual([id]);
  expect((await admin.post('/api-keys', { name })).body.code).toBe('NAME_TAKEN');
  expect((await admin.delete(`/users/${userId}`)).body.code).toBe('IN_USE');

  await until(Date.parse(expiresAt) + retentionSeconds * 1_000 + 1_000);
  // Gone at once for every reader, whether or not DynamoDB has come round to it.
  expect((await admin.get(`/api-keys/${id}`)).status).toBe(404);
  expect((await admin.as(key).get('/me')).body.code).toBe('API_KEY_INVALID');
  const successor = await mint({ name });

  await eventually(async () => (await actionsOf(id))[0] === 'api_key.purged');
  expect(await actionsOf(id)).toEqual(['api_key.purged', 'api_key.created']);
  const { body: events } = await admin.get(`/audit-events?targetId=${id}&limit=1`);
  expect(events[0].actor).toMatchObject({ via: 'system' });
  // The successor's name is its own, and the user has no key left.
  expect((await admin.post('/api-keys', { name })).body.code).toBe('NAME_TAKEN');
  expect((await admin.as(successor.key).get('/me')).status).toBe(200);
  expect((await admin.delete(`/users/${userId}`)).status).toBe(204);
  expect((await admin.get(`/api-keys/${kept.id}`)).status).toBe(200);
  expect(chainFaults(await settledEvents(server, admin))).toEqual([]);
}, 60_000);

test('an expired key is revived by an edit or a rotation, and is then not removed', async () => {
  const [edited, rotated] = [await mint({ expiresIn: '1s' }), await mint({ expiresIn: '1s' })];
  await until(rotated.expiresAt);
  expect((await admin.as(edited.key).get('/me')).body.code).toBe('API_KEY_EXPIRED');
  await admin.patch(`/api-keys/${edited.id}`, { expiresIn: '1h' });
  const { body } = await admin.post(`/api-keys/${rotated.id}/rotate`, { expiresAt: null });
  await until(Date.parse(rotated.expiresAt) + retentionSeconds * 1_000 + 4_000);
  expect((await admin.as(edited.key).get('/me')).status).toBe(200);
  expect((await admin.as(body.key).get('/me')).status).toBe(200);
  expect((await admin.as(rotated.key).get('/me')).body.code).toBe('API_KEY_INVALID');
}, 60_000);

test('a purge that was under way when the server was killed is done after its next start', async () => {
  const expiresAt = new Date(Date.now() + 8_000).toISOString();
  const keys: { id: string }[] = [];
  for (let n = 0; n < 20; n++) keys.push(await mint({ expiresAt }));
  await until(Date.parse(expiresAt) + retentionSeconds * 1_000 + 1_200);
  await server.kill();
  server = await LatchkeyProcess.start({ dataFolder: server.dataFolder, args });
  admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
  for (const { id } of keys) {
    await eventually(async () => (await actionsOf(id)).join() === 'api_key.purged,api_key.created');
  }
  expect(chainFaults(await settledEvents(server, admin))).toEqual([]);
}, 90_000);
