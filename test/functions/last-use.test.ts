import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { OperationId } from '../../lambdas/contract/routes.ts';
import { createUseNoter } from '../../lambdas/store/last-use-noter.ts';
import { apiKeyKey } from '../../lambdas/store/keys.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { answering } from '../support/engine-faults.ts';
import { apiOver } from '../support/engine-handlers.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { administrator } from '../support/memory-events.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { noon } from '../support/memory-ports.ts';
import { allAccessRights } from '../../lambdas/domain/permissions/access-rights.ts';

const minuteMs = 60_000;
let engine: Engine;
const logged = captureLogLines();
beforeAll(async () => {
  engine = await startEngine();
  await seedRole(engine.tables, 'admin', { scopes: ['*'], accessRights: allAccessRights });
  await seedUser(engine.tables, { userId: administrator.userId, roles: ['admin'] });
});
afterAll(() => engine?.stop());

let names = 0;
async function mint(): Promise<string> {
  names += 1;
  const { status, body } = await apiOver(engine.tables).call('createApiKey', {
    body: { name: `key ${names}` },
  });
  expect([status, body.lastUsedAt]).toEqual([201, null]);
  return body.id;
}
const use = (id: string, usedAtMs: number) =>
  createUseNoter(engine.tables)({ apiKeyId: apiKeyIdOf(id), keyPrefix: 'lk_aB3dE5g', usedAtMs });
/** As versions noted it that knew no item of its own for it. */
const useInRecord = (id: string, usedAtMs: number) =>
  engine.tables.client.send(
    new UpdateCommand({
      TableName: engine.tables.registry,
      Key: apiKeyKey(apiKeyIdOf(id)),
      UpdateExpression: 'SET lastUsedAt = :usedAt',
      ExpressionAttributeValues: { ':usedAt': usedAtMs },
    }),
  );
const inRecord = async (id: string) => (await engine.contents())[`KEY#${id} KEY`]?.['lastUsedAt'];

const changes: [OperationId, object][] = [
  ['updateApiKey', { body: { description: 'other' } }],
  ['updateApiKey', { body: { description: 'other' } }],
  ['pauseApiKey', {}],
  ['resumeApiKey', {}],
  ['rotateApiKey', { body: { gracePeriod: '1h' } }],
  ['rotateApiKey', { body: {}, headers: { 'Idempotency-Key': 'once' } }],
];

test('a key, a page of keys and the answer of every change show when the key was used last', async () => {
  const [used, unused] = [await mint(), await mint()];
  await use(used, noon);
  const lastUsedAt = new Date(noon).toISOString();
  const api = apiOver(engine.tables);
  expect((await api.call('getApiKey', { id: used })).body).toMatchObject({ id: used, lastUsedAt });
  expect((await api.call('getApiKey', { id: unused })).body).toMatchObject({ id: unused, lastUsedAt: null });
  const { body: page } = await api.call('listApiKeys', { query: { limit: '100' } });
  expect(new Map(page.map((key: any) => [key.id, key.lastUsedAt]))).toEqual(
    new Map([
      [used, lastUsedAt],
      [unused, null],
    ]),
  );
  for (const [operation, sent] of changes) {
    const { status, body } = await api.call(operation, { id: used, ...sent });
    expect([operation, status, body.lastUsedAt]).toEqual([operation, 200, lastUsedAt]);
  }
  expect(logged).toEqual([]);
});

test('while a rotation runs, the record and every list tell when the former secret was seen last', async () => {
  const api = apiOver(engine.tables);
  const id = await mint();
  const { body: before } = await api.call('getApiKey', { id });
  expect(before.rotation).toBeNull();
  const { body: rotated } = await api.call('rotateApiKey', { id, body: { gracePeriod: '1h' } });
  const endsAt = rotated.rotationEndsAt;
  const unseen = { endsAt, oldPrefix: before.keyPrefix, oldLastSeenAt: null };
  expect([rotated.rotation, rotated.keyPrefix === before.keyPrefix]).toEqual([unseen, false]);
  const noteUse = createUseNoter(engine.tables);
  await noteUse({ apiKeyId: apiKeyIdOf(id), keyPrefix: rotated.keyPrefix, usedAtMs: noon + 5 * minuteMs });
  expect((await api.call('getApiKey', { id })).body).toMatchObject({ rotation: unseen });
  await noteUse({ apiKeyId: apiKeyIdOf(id), keyPrefix: before.keyPrefix, usedAtMs: noon + 2 * minuteMs });
  const rotation = { ...unseen, oldLastSeenAt: new Date(noon + 2 * minuteMs).toISOString() };
  const lastUsedAt = new Date(noon + 5 * minuteMs).toISOString();
  expect((await api.call('getApiKey', { id })).body).toMatchObject({ lastUsedAt, rotation });
  const { body: page } = await api.call('listApiKeys', { query: { limit: '100' } });
  expect(page.find((key: any) => key.id === id)).toMatchObject({ lastUsedAt, rotation });
  const edited = await api.call('updateApiKey', { id, body: { description: 'edited' } });
  expect(edited.body).toMatchObject({ lastUsedAt, rotation });
  // A second rotation drops the first secret, and one without a grace period leaves none.
  const { body: again } = await api.call('rotateApiKey', { id, body: { gracePeriod: '1h' } });
  expect(again.rotation).toMatchObject({ oldPrefix: rotated.keyPrefix, oldLastSeenAt: lastUsedAt });
  const { body: ended } = await api.call('rotateApiKey', { id });
  expect([ended.rotation, ended.rotationEndsAt]).toEqual([null, null]);
});

test('it is no part of the version, and nothing of it gets into the record', async () => {
  const id = await mint();
  const api = apiOver(engine.tables);
  const before = await api.call('getApiKey', { id });
  await use(id, noon + minuteMs);
  const after = await api.call('getApiKey', { id });
  expect(after.headers['ETag']).toBe(before.headers['ETag']);
  expect(after.body.updatedAt).toBe(before.body.updatedAt);
  await api.call('updateApiKey', { id, body: { description: 'other' } });
  expect((await engine.contents())[`KEY#${id} KEY`]).not.toHaveProperty('lastUsedAt');
});

test('of a key that an earlier version noted in its record the later of both counts, and the record keeps it', async () => {
  const api = apiOver(engine.tables);
  const shown = async (id: string) => Date.parse((await api.call('getApiKey', { id })).body.lastUsedAt);
  const id = await mint();
  await useInRecord(id, noon);
  expect(await shown(id)).toBe(noon);
  await use(id, noon - minuteMs);
  expect(await shown(id)).toBe(noon);
  await use(id, noon + minuteMs);
  expect(await shown(id)).toBe(noon + minuteMs);
  await api.call('pauseApiKey', { id });
  expect([await shown(id), await inRecord(id)]).toEqual([noon + minuteMs, noon]);
});

describe('where the Usage table does not answer', () => {
  /** The table is down, or every answer of it is awaited in vain. */
  const apiWithout = (how: 'down' | 'silent') =>
    apiOver(
      answering(engine.tables, (command, proceed, { abortSignal }) => {
        const isUsage =
          engine.tables.usage in ((command.input as { RequestItems?: object }).RequestItems ?? {});
        if (!isUsage) return proceed();
        if (how === 'down') return Promise.reject(Object.assign(new Error('down'), { $metadata: {} }));
        return new Promise((_, reject) => {
          abortSignal?.addEventListener('abort', () => reject(new Error('aborted')));
        });
      }),
    );

  test.each(['down', 'silent'] as const)('(%s) every change is made and answered', async (how) => {
    const id = await mint();
    await use(id, noon);
    const api = apiWithout(how);
    for (const [operation, sent] of changes) {
      const { status, body } = await api.call(operation, { id, ...sent });
      expect([operation, status, body.lastUsedAt]).toEqual([operation, 200, null]);
    }
    expect(logged).toHaveLength(changes.length);
    expect(JSON.parse(logged[0]!)).toMatchObject({
      level: 'WARN',
      message: 'A change is answered without the last use of its key',
    });
    expect((await api.call('deleteApiKey', { id })).status).toBe(204);
    expect((await apiOver(engine.tables).call('getApiKey', { id })).status).toBe(404);
  });

  test('reading does not take a key for unused: it is 503', async () => {
    const id = await mint();
    const api = apiWithout('down');
    for (const operation of ['getApiKey', 'listApiKeys'] as const) {
      expect((await api.call(operation, operation === 'getApiKey' ? { id } : {})).body.code).toBe(
        'UNAVAILABLE',
      );
    }
    expect((await api.call('getApiKey', { id: 'x' })).status).toBe(404);
  });
});
