import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { namedAttempt } from '../fixtures/deeds.ts';
import { type Content, contentOf, unpackFormerMain } from '../fixtures/former-main.ts';
import { ApiClient } from './api-client.ts';
import { chainFaults, exportedEvents, settledEvents } from './audit-log.ts';
import { LatchkeyProcess, lastingArgs } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';
import { accessToken } from './sign-in.ts';

let former: Content;
let server: LatchkeyProcess;
let admin: ApiClient;

beforeAll(async () => {
  const { dataFolder, content } = unpackFormerMain();
  former = content;
  server = await LatchkeyProcess.start({ dataFolder, args: lastingArgs, npmScript: 'start' });
  // A person, so that asking uses no key.
  admin = new ApiClient(server.bootstrap.url, await accessToken(server, 'admin@example.com'));
}, 120_000);
afterAll(async () => {
  await server?.stop();
  expect(findPlaintext(server)).toEqual([]);
  rmSync(dirname(server.dataFolder), { recursive: true });
});

const keyNamed = (name: string) => former.keys.find((key) => key['name'] === name)!;
const path = (name: string) => `/api-keys/${keyNamed(name)['id']}`;
const present = () =>
  contentOf(
    async (at) => (await admin.list(`${at}?limit=100`)).items,
    async (at) => (await admin.get(at)).body,
  );

const without = (name: string, record: object) =>
  Object.fromEntries(Object.entries(record).filter(([member]) => member !== name));

test('users, roles, keys, usage and events are what the former main said that they are', async () => {
  const { users, roles, keys, usage, events } = await present();
  expect(users.map((user) => without('keyCount', user))).toEqual(former.users);
  for (const { userId, keyCount } of users) {
    expect([userId, keyCount]).toEqual([userId, keys.filter((key) => key.userId === userId).length]);
  }
  expect(roles).toEqual(former.roles);
  const ids = new Set(former.keys.map(({ id }) => id));
  const told = keys.filter(({ id }) => ids.has(id));
  expect(told.map((key) => without('rotation', without('used', key)))).toEqual(former.keys);
  // The former main did not keep what a retiring secret begins with.
  const rotationOf = (endsAt: unknown) =>
    endsAt === null ? null : { endsAt, oldPrefix: null, oldLastSeenAt: null };
  expect(told.map(({ rotation }) => rotation)).toEqual(
    told.map(({ rotationEndsAt }) => rotationOf(rotationEndsAt)),
  );
  expect(told.filter(({ rotation }) => rotation !== null)).toHaveLength(1);
  expect(told.map(({ used }) => used)).toEqual(told.map(() => null));
  for (const id of ids) expect(usage[id]).toEqual(former.usage[id]);
  // One key is new: that of this start, since the former one's plaintext is not here.
  expect(keys).toHaveLength(ids.size + 1);
  expect(events).toHaveLength(former.events.length + 1);
  expect(events.slice(1)).toEqual(former.events);
});

test('names are taken, but for those that a key has given free', async () => {
  for (const { name } of former.keys) {
    const { status, body } = await admin.post('/api-keys', { name });
    expect([name, status, body.code]).toEqual([name, 409, 'NAME_TAKEN']);
  }
  expect((await admin.post('/api-keys', { name: 'RENAMED' })).status).toBe(409);
  for (const name of ['former name', 'deleted']) {
    const { status, body } = await admin.post('/api-keys', { name });
    expect([name, status]).toEqual([name, 201]);
    expect((await admin.delete(`/api-keys/${body.id}`)).status).toBe(204);
  }
});

test('users count their keys, and roles their holders', async () => {
  for (const { userId } of former.users) {
    const count = former.keys.filter((key) => key['userId'] === userId).length;
    // The administrator has the key of this start as well.
    if (count === 0 || userId === 'admin@example.com') continue;
    const { status, body } = await admin.delete(`/users/${encodeURIComponent(userId)}`);
    const detail = `The user has ${count} ${count === 1 ? 'key' : 'keys'}`;
    expect([userId, status, body.detail]).toEqual([userId, 409, detail]);
  }
  for (const { name } of former.roles) {
    const holders = former.users.filter(({ roles }) => roles.includes(name)).length;
    if (holders === 0 || name === 'admin') continue;
    const { status, body } = await admin.delete(`/roles/${name}`);
    const detail = holders === 1 ? 'A user holds the role' : `${holders} users hold the role`;
    expect([name, status, body.detail]).toEqual([name, 409, detail]);
  }
});

test('a request that was answered before is not done again', async () => {
  const again = await admin.post('/api-keys', namedAttempt.body, {
    headers: { 'Idempotency-Key': namedAttempt.key },
  });
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
  expect(again.body).toEqual({ ...keyNamed('named attempt'), rotation: null, used: null, key: null });
});

test('a grace period can be ended, a name changed, a pause lifted by who may', async () => {
  const now = new Date().toISOString();
  const ended = await admin.patch(path('in grace'), { rotationEndsAt: now });
  expect([ended.status, ended.body.rotationEndsAt]).toEqual([200, null]);
  expect((await admin.patch(path('renamed'), { name: 'former name' })).status).toBe(200);
  expect((await admin.post('/api-keys', { name: 'renamed' })).status).toBe(201);
  const ada = admin.as(await accessToken(server, 'ada@example.com'));
  expect((await ada.post(`${path('paused by a manager')}/resume`)).status).toBe(403);
  expect((await ada.post(`${path('paused by its owner')}/resume`)).status).toBe(200);
  expect((await admin.post(`${path('paused by a manager')}/resume`)).status).toBe(200);
});

test('every key works as before once it is rotated, and its use goes on being counted', async () => {
  const refused = new Map([
    ['elsewhere', 'IP_NOT_ALLOWED'],
    ['of a disabled user', 'USER_DISABLED'],
  ]);
  for (const { id, name, userId, status, scopes, rateLimitTier } of former.keys) {
    const body = status === 'expired' ? { expiresIn: '1d' } : undefined;
    const rotated = await admin.post(`/api-keys/${id}/rotate`, body);
    expect([name, rotated.status]).toEqual([name, 200]);
    const me = await admin.as(rotated.body.key).get('/me');
    const expected = refused.get(name) ?? userId;
    expect([name, me.body.code ?? me.body.userId]).toEqual([name, expected]);
    if (refused.has(name)) continue;
    if (scopes !== null) expect(me.body.scopes).toEqual(scopes);
    expect(me.headers.get('ratelimit-policy')).toBe(rateLimitTier === 'free' ? '"free";q=100;w=60' : null);
  }
  for (const { id, lastUsedAt } of former.keys) {
    const before = Object.values<number>(former.usage[id]!.byOutcome);
    const total = before.reduce((sum, count) => sum + count, 0);
    expect([id, await usageBeyond(id, total)]).toEqual([id, 1]);
    const { body } = await admin.get(`/api-keys/${id}`);
    expect([id, body.lastUsedAt > (lastUsedAt ?? '')]).toEqual([id, true]);
  }
}, 60_000);

test('keys, users and roles can be ended, and every chain is whole, in the table and in the log', async () => {
  expect((await admin.delete(path('restricted'))).status).toBe(204);
  for (const userId of ['ada@example.com', 'bob@example.com', 'ci-bot']) {
    const { status, body } = await admin.post(`/users/${encodeURIComponent(userId)}/revoke-keys`);
    const kept = former.keys.filter((key) => key['userId'] === userId && key['name'] !== 'restricted');
    expect([status, body]).toEqual([200, { revoked: kept.length }]);
  }
  for (const { userId } of former.users.filter(({ roles }) => !roles.includes('admin'))) {
    expect((await admin.delete(`/users/${encodeURIComponent(userId)}`)).status).toBe(204);
  }
  for (const { name } of former.roles.filter((role) => role['name'] !== 'admin')) {
    expect((await admin.delete(`/roles/${name}`)).status).toBe(204);
  }
  const events = await settledEvents(server, admin);
  expect(chainFaults(events)).toEqual([]);
  expect(chainFaults(exportedEvents(server).values())).toEqual([]);
  // Made, deleted and made again by the former main, and now deleted for good.
  const ofEve = events.filter(({ target }) => target.type === 'user' && target.id === 'eve@example.com');
  expect(ofEve.map(({ action }) => action)).toEqual([
    'user.created',
    'user.deleted',
    'user.created',
    'user.deleted',
  ]);
}, 60_000);

/** Calls beyond those of before, once one has been recorded. */
async function usageBeyond(id: string, before: number): Promise<number> {
  const from = String(former.events.at(-1)?.['at']).slice(0, 10);
  for (let tries = 0; ; tries += 1) {
    const { total } = (await admin.get(`/api-keys/${id}/usage/summary?from=${from}`)).body;
    if (total > before || tries === 150) return total - before;
    await sleep(100);
  }
}
