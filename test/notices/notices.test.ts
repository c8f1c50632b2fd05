import { DeleteCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { findChainFault } from '../../lambdas/domain/audit/audit.ts';
import { sortTexts } from '../../lambdas/domain/keys/api-key-listing.ts';
import { dayMs, hourMs, isoTime } from '../../lambdas/domain/time.ts';
import { createUseNoter } from '../../lambdas/store/last-use-noter.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { answering, cancelling } from '../support/engine-faults.ts';
import { apiOver } from '../support/engine-handlers.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { noon } from '../support/memory-ports.ts';
import { clockOver, eventsOf, noticesOf, outboxOf, slotsOf } from './clock.ts';

captureLogLines();

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine, { maxKeysPerUser: 1_000 });
});
beforeEach(() => api.clock.set(noon));
afterAll(() => engine?.stop());

const [thirty, seven, one] = [30, 7, 1].map((days) => `expiring#${days * dayMs}`) as [string, string, string];
const at = (id: string) => ({ at: { id } });

async function mint(fields: object = { expiresIn: '90d' }): Promise<any> {
  const { status, body } = await api.admin('createApiKey', { body: { name: randomUUID(), ...fields } });
  expect(status).toBe(201);
  return body;
}

async function turnAt(now: number): Promise<void> {
  api.clock.set(now);
  await clockOver(engine.tables, api.clock).giveNotices();
}
const told = async (id: string) =>
  (await noticesOf(engine.tables, id)).map(({ action, at, changes }) => [
    action,
    (Date.parse(at) - noon) / dayMs,
    changes['before']?.to ?? null,
  ]);

test('whatever makes an expiry writes its notices down with it', async () => {
  const slots = [seven, one, 'expired'].toSorted();
  const { id } = await mint({ expiresIn: '20d' });
  expect((await slotsOf(engine.tables, id)).toSorted()).toEqual(slots);
  const copy = await api.admin('duplicateApiKey', {
    ...at(id),
    body: { name: randomUUID(), expiresIn: '3d' },
  });
  expect((await slotsOf(engine.tables, copy.body.id)).toSorted()).toEqual([one, 'expired'].toSorted());
  const expiry = isoTime(noon + 20 * dayMs);
  const token = await api.admin('createApiToken', { body: { name: randomUUID(), expiry } });
  expect((await slotsOf(engine.tables, token.body.id)).toSorted()).toEqual(slots);
  const { id: lasting } = await mint({});
  expect(await slotsOf(engine.tables, lasting)).toEqual([]);
  await api.admin('updateApiKey', { ...at(lasting), body: { expiresIn: '20d' } });
  expect((await slotsOf(engine.tables, lasting)).toSorted()).toEqual(slots);
  await api.admin('rotateApiKey', { ...at(lasting), body: { gracePeriod: '4d' } });
  expect((await slotsOf(engine.tables, lasting)).toSorted()).toEqual(
    [...slots, 'rotation_ending'].toSorted(),
  );
  const ofBootstrap = (await outboxOf(engine.tables)).filter(({ sk }) => sk === thirty);
  expect(ofBootstrap).toHaveLength(1);
});

test('a change that is refused leaves no notices', async () => {
  const { id, name } = await mint({});
  const { id: other } = await mint({});
  const change = { ...at(other), body: { name, expiresIn: '90d' } };
  expect((await api.admin('updateApiKey', change)).body.code).toBe('NAME_TAKEN');
  expect(await slotsOf(engine.tables, other)).toEqual([]);
  expect(await slotsOf(engine.tables, id)).toEqual([]);
});

test('a key is announced to expire, and expires, at its time and once, by the system', async () => {
  const { id } = await mint();
  for (const days of [59.9, 60, 60.001, 83, 89, 90, 90.001]) await turnAt(noon + days * dayMs);
  expect(await told(id)).toEqual([
    ['api_key.expiring', 60, '30d'],
    ['api_key.expiring', 83, '7d'],
    ['api_key.expiring', 89, '1d'],
    ['api_key.expired', 90, null],
  ]);
  expect(await slotsOf(engine.tables, id)).toEqual([]);
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
  const { id } = await mint();
  const before = await api.admin('getApiKey', at(id));
  await turnAt(noon + 60 * dayMs);
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
  const { id } = await mint();
  await turnAt(noon + 60 * dayMs);
  await api.admin('updateApiKey', { ...at(id), body: { expiresIn: '60d' } });
  for (const days of [83, 89, 90, 113, 119, 120]) await turnAt(noon + days * dayMs);
  expect(await told(id)).toEqual([
    ['api_key.expiring', 60, '30d'],
    ['api_key.expiring', 90, '30d'],
    ['api_key.expiring', 113, '7d'],
    ['api_key.expiring', 119, '1d'],
    ['api_key.expired', 120, null],
  ]);
});

test('a key without an expiry any more, and one that is deleted, have no notices, and nothing is left of them', async () => {
  const [lasting, deleted] = [await mint(), await mint()];
  await api.admin('updateApiKey', { ...at(lasting.id), body: { expiresAt: null } });
  await api.admin('deleteApiKey', at(deleted.id));
  for (const days of [60, 83, 89, 90]) await turnAt(noon + days * dayMs);
  for (const { id } of [lasting, deleted]) {
    expect(await told(id)).toEqual([]);
    expect(await slotsOf(engine.tables, id)).toEqual([]);
  }
});

test('a former secret is announced to end with its own last use', async () => {
  const { id, keyPrefix } = await mint({});
  const noteUse = createUseNoter(engine.tables);
  await noteUse({ apiKeyId: apiKeyIdOf(id), keyPrefix, usedAtMs: noon + hourMs });
  const { body } = await api.admin('rotateApiKey', { ...at(id), body: { gracePeriod: '2d' } });
  await noteUse({ apiKeyId: apiKeyIdOf(id), keyPrefix: body.keyPrefix, usedAtMs: noon + 2 * hourMs });
  await turnAt(noon + dayMs);
  const ends = { from: null, to: isoTime(noon + 2 * dayMs) };
  const [notice] = await noticesOf(engine.tables, id);
  expect(notice).toMatchObject({
    action: 'api_key.rotation_ending',
    changes: { rotationEndsAt: ends, lastUsedAt: { from: null, to: isoTime(noon + hourMs) } },
  });

  const unused = await mint({});
  await api.admin('rotateApiKey', { ...at(unused.id), body: { gracePeriod: '1h' } });
  await turnAt(noon + dayMs + hourMs);
  const [other] = await noticesOf(engine.tables, unused.id);
  expect(other?.changes['lastUsedAt']).toEqual({ from: null, to: null });
});

test('several clocks at once give each notice once', async () => {
  const keys = await Promise.all(Array.from({ length: 12 }, () => mint()));
  for (const days of [60, 90]) {
    api.clock.set(noon + days * dayMs);
    const clocks = Array.from({ length: 3 }, () => clockOver(engine.tables, api.clock));
    await Promise.all(clocks.map(({ giveNotices }) => giveNotices()));
  }
  for (const { id } of keys) {
    expect((await told(id)).map(([action, , before]) => [action, before])).toEqual([
      ['api_key.expiring', '30d'],
      ['api_key.expiring', '7d'],
      ['api_key.expiring', '1d'],
      ['api_key.expired', null],
    ]);
    expect(findChainFault(await eventsOf(engine.tables, id))).toBeNull();
  }
});

test('a clock that ends before or after its transaction is followed by one that gives the rest, and nothing twice', async () => {
  const keys = await Promise.all(Array.from({ length: 4 }, () => mint()));
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
  for (const { id } of keys) expect(await told(id)).toEqual([['api_key.expiring', 60, '30d']]);
});

test('a key that is changed in between is read again', async () => {
  const { id } = await mint();
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
  const { id } = await mint();
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

describe('keys that none were planned for', () => {
  async function forget(id: string): Promise<void> {
    const { client, outbox: TableName } = engine.tables;
    for (const sk of await slotsOf(engine.tables, id))
      await client.send(new DeleteCommand({ TableName, Key: { pk: `NOTICES#${id}`, sk } }));
  }
  const planAt = async (now: number, notices?: string[]) => {
    api.clock.set(now);
    await clockOver(engine.tables, api.clock, notices).planNotices();
  };

  test('get their notices within a day, those that end soon, and nothing is given twice', async () => {
    const [soon, later, known] = [
      await mint({ expiresIn: '31d' }),
      await mint(),
      await mint({ expiresIn: '31d' }),
    ];
    for (const { id } of [soon, later]) await forget(id);
    await planAt(noon);
    expect((await slotsOf(engine.tables, soon.id)).toSorted()).toEqual(
      [thirty, seven, one, 'expired'].toSorted(),
    );
    expect(await slotsOf(engine.tables, later.id)).toEqual([]);
    await forget(soon.id);
    await planAt(noon + dayMs - 1);
    expect(await slotsOf(engine.tables, soon.id)).toEqual([]);
    await turnAt(noon + dayMs);
    await planAt(noon + dayMs);
    // The thirty days have begun: it may have been announced.
    expect((await slotsOf(engine.tables, soon.id)).toSorted()).toEqual([seven, one, 'expired'].toSorted());
    expect(await told(known.id)).toEqual([['api_key.expiring', 1, '30d']]);
    expect((await slotsOf(engine.tables, known.id)).toSorted()).toEqual([seven, one, 'expired'].toSorted());
    await planAt(noon + 59 * dayMs);
    expect((await slotsOf(engine.tables, later.id)).toSorted()).toEqual(
      [thirty, seven, one, 'expired'].toSorted(),
    );
  });

  test('that were changed by code which plans none get those of their new expiry', async () => {
    const { id } = await mint({ expiresIn: '40d' });
    const { client, registry: TableName } = engine.tables;
    const expiresAt = noon + 31 * dayMs;
    await client.send(
      new UpdateCommand({
        TableName,
        Key: { pk: `KEY#${id}`, sk: 'KEY' },
        UpdateExpression: 'SET expiresAt = :expiresAt, expirySort = :sort',
        ExpressionAttributeValues: {
          ':expiresAt': expiresAt,
          ':sort': sortTexts({ id, name: '', createdAt: 0, expiresAt }).expiresAt,
        },
      }),
    );
    await planAt(noon - 2 * dayMs, ['30d', '2d']);
    await planAt(noon);
    for (const days of [1, 24, 30, 31, 33, 39, 40]) await turnAt(noon + days * dayMs);
    expect(await told(id)).toEqual([
      ['api_key.expiring', 1, '30d'],
      ['api_key.expiring', 24, '7d'],
      ['api_key.expiring', 30, '1d'],
      ['api_key.expired', 31, null],
    ]);
  });

  test('are looked for at once where a span is new', async () => {
    const { id } = await mint({ expiresIn: '40d' });
    await planAt(noon + 100 * dayMs);
    api.clock.set(noon);
    await planAt(noon, ['40d', '14d', '1d']);
    expect(await slotsOf(engine.tables, id)).toContain(`expiring#${14 * dayMs}`);
    expect(await slotsOf(engine.tables, id)).not.toContain(`expiring#${40 * dayMs}`);
  });
});
