import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { findChainFault } from '../../lambdas/domain/audit/audit.ts';
import { dayMs, hourMs, isoTime } from '../../lambdas/domain/time.ts';
import { createUseNoter } from '../../lambdas/store/last-use-noter.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { answering, cancelling } from '../support/engine-faults.ts';
import { apiOver } from '../support/engine-handlers.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { noon } from '../support/memory-ports.ts';
import { clockOver, eventsOf, noticesOf, outboxOf } from './clock.ts';
import { type NoticeBench, noticeBench, one, seven, thirty } from './notice-bench.ts';

captureLogLines();

let engine: Engine;
let bench: NoticeBench;
let api: NoticeBench['api'];
beforeAll(async () => {
  engine = await startEngine();
  bench = await noticeBench(engine);
  ({ api } = bench);
});
beforeEach(() => api.clock.set(noon));
afterAll(() => engine?.stop());

const at = (id: string) => ({ at: { id } });

test('whatever makes an expiry writes its notices down with it', async () => {
  const slots = [seven, one, 'expired'].toSorted();
  const { id } = await bench.mint({ expiresIn: '20d' });
  expect(await bench.slots(id)).toEqual(slots);
  const copy = await api.admin('duplicateApiKey', {
    ...at(id),
    body: { name: randomUUID(), expiresIn: '3d' },
  });
  expect(await bench.slots(copy.body.id)).toEqual([one, 'expired'].toSorted());
  const expiry = isoTime(noon + 20 * dayMs);
  const token = await api.admin('createApiToken', { body: { name: randomUUID(), expiry } });
  expect(await bench.slots(token.body.id)).toEqual(slots);
  const { id: lasting } = await bench.mint({});
  expect(await bench.slots(lasting)).toEqual([]);
  await api.admin('updateApiKey', { ...at(lasting), body: { expiresIn: '20d' } });
  expect(await bench.slots(lasting)).toEqual(slots);
  await api.admin('rotateApiKey', { ...at(lasting), body: { gracePeriod: '4d' } });
  expect(await bench.slots(lasting)).toEqual([...slots, 'rotation_ending'].toSorted());
  const ofBootstrap = (await outboxOf(engine.tables)).filter(({ sk }) => sk === thirty);
  expect(ofBootstrap).toHaveLength(1);
});

test('a change that is refused leaves no notices', async () => {
  const { id, name } = await bench.mint({});
  const { id: other } = await bench.mint({});
  const change = { ...at(other), body: { name, expiresIn: '90d' } };
  expect((await api.admin('updateApiKey', change)).body.code).toBe('NAME_TAKEN');
  expect(await bench.slots(other)).toEqual([]);
  expect(await bench.slots(id)).toEqual([]);
});

test('a key is announced to expire, and expires, at its time and once, by the system', async () => {
  const { id } = await bench.mint();
  for (const days of [59.9, 60, 60.001, 83, 89, 90, 90.001]) await bench.turnAt(noon + days * dayMs);
  expect(await bench.told(id)).toEqual([
    ['api_key.expiring', 60, '30d'],
    ['api_key.expiring', 83, '7d'],
    ['api_key.expiring', 89, '1d'],
    ['api_key.expired', 90, null],
  ]);
  expect(await bench.slots(id)).toEqual([]);
  const events = await eventsOf(engine.tables, id);
  expect(findChainFault(events)).toBeNull();
  const shown = await api.admin('listAuditEvents', { query: { targetId: id, action: 'api_key.expired' } });
  expect(shown.body).toMatchObject([
    {
      actor: { userId: 'system', via: 'system' },
      changes: { expiresAt: { from: null, to: isoTime(noon + 90 * dayMs) } },
      sourceIp: null,
      userAgent: null,
    },
  ]);
});

test('a notice changes neither the ETag of its key nor when it was updated, and the key can be changed after it', async () => {
  const { id } = await bench.mint();
  const before = await api.admin('getApiKey', at(id));
  await bench.turnAt(noon + 60 * dayMs);
  const after = await api.admin('getApiKey', at(id));
  expect(after.headers['ETag']).toBe(before.headers['ETag']);
  expect(after.body).toEqual(before.body);
  const headers = { 'If-Match': before.headers['ETag']! };
  const change = { ...at(id), headers, body: { description: 'changed' } };
  expect((await api.admin('updateApiKey', change)).status).toBe(200);
  expect((await api.admin('deleteApiKey', at(id))).status).toBe(204);
  const events = await eventsOf(engine.tables, id);
  expect(events.map(({ action }) => action)).toEqual([
    'api_key.created',
    'api_key.expiring',
    'api_key.updated',
    'api_key.deleted',
  ]);
  expect(findChainFault(events)).toBeNull();
});

test('an expiry that changes is noticed anew, and the former one is not', async () => {
  const { id } = await bench.mint();
  await bench.turnAt(noon + 60 * dayMs);
  await api.admin('updateApiKey', { ...at(id), body: { expiresIn: '60d' } });
  for (const days of [83, 89, 90, 113, 119, 120]) await bench.turnAt(noon + days * dayMs);
  expect(await bench.told(id)).toEqual([
    ['api_key.expiring', 60, '30d'],
    ['api_key.expiring', 90, '30d'],
    ['api_key.expiring', 113, '7d'],
    ['api_key.expiring', 119, '1d'],
    ['api_key.expired', 120, null],
  ]);
});

test('a key without an expiry any more, and one that is deleted, have no notices, and nothing is left of them', async () => {
  const [lasting, deleted] = [await bench.mint(), await bench.mint()];
  await api.admin('updateApiKey', { ...at(lasting.id), body: { expiresAt: null } });
  await api.admin('deleteApiKey', at(deleted.id));
  for (const days of [60, 83, 89, 90]) await bench.turnAt(noon + days * dayMs);
  for (const { id } of [lasting, deleted]) {
    expect(await bench.told(id)).toEqual([]);
    expect(await bench.slots(id)).toEqual([]);
  }
});

test('a former secret is announced to end with its own last use', async () => {
  const { id, keyPrefix } = await bench.mint({});
  const noteUse = createUseNoter(engine.tables);
  await noteUse({ apiKeyId: apiKeyIdOf(id), keyPrefix, usedAtMs: noon + hourMs });
  const { body } = await api.admin('rotateApiKey', { ...at(id), body: { gracePeriod: '2d' } });
  await noteUse({ apiKeyId: apiKeyIdOf(id), keyPrefix: body.keyPrefix, usedAtMs: noon + 2 * hourMs });
  await bench.turnAt(noon + dayMs);
  const ends = { from: null, to: isoTime(noon + 2 * dayMs) };
  const [notice] = await noticesOf(engine.tables, id);
  expect(notice).toMatchObject({
    action: 'api_key.rotation_ending',
    changes: { rotationEndsAt: ends, lastUsedAt: { from: null, to: isoTime(noon + hourMs) } },
  });

  const unused = await bench.mint({});
  await api.admin('rotateApiKey', { ...at(unused.id), body: { gracePeriod: '1h' } });
  await bench.turnAt(noon + dayMs + hourMs);
  const [other] = await noticesOf(engine.tables, unused.id);
  expect(other?.changes['lastUsedAt']).toEqual({ from: null, to: null });
});

test('several clocks at once give each notice once', async () => {
  const keys = await Promise.all(Array.from({ length: 12 }, () => bench.mint()));
  for (const days of [60, 90]) {
    api.clock.set(noon + days * dayMs);
    const clocks = Array.from({ length: 3 }, () => clockOver(engine.tables, api.clock));
    // One that waits for others in vain leaves the rest to the next turn.
    await Promise.allSettled(clocks.map(({ giveNotices }) => giveNotices()));
    await clockOver(engine.tables, api.clock).giveNotices();
  }
  for (const { id } of keys) {
    expect((await bench.told(id)).map(([action, , before]) => [action, before])).toEqual([
      ['api_key.expiring', '30d'],
      ['api_key.expiring', '7d'],
      ['api_key.expiring', '1d'],
      ['api_key.expired', null],
    ]);
    expect(findChainFault(await eventsOf(engine.tables, id))).toBeNull();
  }
}, 120_000);

test('a clock that ends before or after its transaction is followed by one that gives the rest, and nothing twice', async () => {
  const keys = await Promise.all(Array.from({ length: 4 }, () => bench.mint()));
  api.clock.set(noon + 60 * dayMs);
  let commits = 0;
  const dying = answering(engine.tables, async (command, proceed) => {
    if (!(command instanceof TransactWriteCommand)) return proceed();
    commits += 1;
    if (commits % 2 === 0) await proceed();
    throw new Error('the container is gone');
  });
  await expect(clockOver(dying, api.clock).giveNotices()).rejects.toThrow(/not given/);
  await clockOver(engine.tables, api.clock).giveNotices();
  for (const { id } of keys) expect(await bench.told(id)).toEqual([['api_key.expiring', 60, '30d']]);
});

test('a key that is changed in between is read again', async () => {
  const { id } = await bench.mint();
  api.clock.set(noon + 60 * dayMs);
  const change = { ...at(id), body: { description: 'in between' } };
  const { tables } = cancelling(
    engine.tables,
    1,
    (writes) => Array.from({ length: writes }, () => 'TransactionConflict'),
    () => api.admin('updateApiKey', change),
  );
  await clockOver(tables, api.clock).giveNotices();
  const events = await eventsOf(engine.tables, id);
  expect(events.map(({ action }) => action)).toEqual([
    'api_key.created',
    'api_key.updated',
    'api_key.expiring',
  ]);
  expect(findChainFault(events)).toBeNull();
});

test('a change is made again where a notice was faster, though it names the version', async () => {
  const { id } = await bench.mint();
  const { headers } = await api.admin('getApiKey', at(id));
  api.clock.set(noon + 60 * dayMs);
  let isFirst = true;
  const tables = answering(engine.tables, async (command, proceed) => {
    if (isFirst && command instanceof TransactWriteCommand) {
      isFirst = false;
      await clockOver(engine.tables, api.clock).giveNotices();
    }
    return proceed();
  });
  const slow = apiOver(tables);
  slow.clock.set(api.clock.now());
  const ifMatch = { 'If-Match': headers['ETag']! };
  const { status } = await slow.call('updateApiKey', {
    id,
    headers: ifMatch,
    body: { description: 'changed' },
  });
  expect(status).toBe(200);
  const events = await eventsOf(engine.tables, id);
  expect(events.map(({ action }) => action)).toEqual([
    'api_key.created',
    'api_key.expiring',
    'api_key.updated',
  ]);
});
