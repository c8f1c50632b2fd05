import { findChainFault } from '../../lambdas/domain/audit/audit.ts';
import { nameGuardKey } from '../../lambdas/store/keys.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { answering, cancelling, conflict } from '../support/engine-faults.ts';
import { contradictions } from '../support/engine-races.ts';
import { captureLogLines } from '../support/memory-log.ts';
import {
  addUser,
  chainOf,
  deliver,
  mint,
  type Minted,
  mintRich,
  outliveRetention,
  removeByTtl,
} from './reconciler-bench.ts';

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
});
afterAll(() => engine?.stop());
const lines = captureLogLines();

const done = { batchItemFailures: [] };
const countOf = async (userId: string) =>
  (await engine.contents())[`USER#${userId} USER`]?.['keyCount'] as number;

async function expired(userId?: string): Promise<Minted> {
  const key = await mintRich(engine, api, userId ?? (await addUser(api)));
  outliveRetention(api);
  return key;
}

test('of a key whose record DynamoDB has removed nothing is left but its events', async () => {
  const userId = await addUser(api);
  const before = await engine.contents();
  const { id } = await expired(userId);
  const record = await removeByTtl(engine, id);
  expect(await deliver(engine.tables, api, record)).toEqual(done);
  const after = await engine.contents();
  const added = Object.keys(after).filter((name) => !(name in before));
  expect(added).toEqual([1, 2, 3].map((sequence) => `KEY#${id} AUDIT#00000000000${sequence}`));
  expect(after[`USER#${userId} USER`]).toEqual(before[`USER#${userId} USER`]);
  expect((await api.admin('deleteUser', { at: { userId } })).status).toBe(204);
  expect(await contradictions(engine)).toEqual([]);
  expect(lines).toEqual([]);
});

test('the last event of its chain says that the system purged it, and what it was', async () => {
  const { id, name, userId } = await expired();
  await deliver(engine.tables, api, await removeByTtl(engine, id));
  const events = await chainOf(engine, id);
  expect(findChainFault(events)).toBeNull();
  expect(events.map(({ action }) => action)).toEqual([
    'api_key.created',
    'api_key.rotated',
    'api_key.purged',
  ]);
  expect(events.at(-1)).toMatchObject({
    actor: { userId: 'system', via: 'system' },
    target: { type: 'api_key', id, name },
    sourceIp: null,
    userAgent: null,
    requestId: 'lambda-7',
    at: new Date(api.clock.now()).toISOString(),
    changes: { name: { from: name, to: null }, userId: { from: userId, to: null } },
  });
});

test('a record that comes again changes nothing', async () => {
  const userId = await addUser(api);
  const [first, second] = [await mintRich(engine, api, userId), await mintRich(engine, api, userId)];
  outliveRetention(api);
  const record = await removeByTtl(engine, first.id);
  await deliver(engine.tables, api, record, record);
  expect(await countOf(userId)).toBe(1);
  expect(await deliver(engine.tables, api, record)).toEqual(done);
  const both = [record, await removeByTtl(engine, second.id)];
  const again = await Promise.all([1, 2, 3].map(() => deliver(engine.tables, api, ...both)));
  expect(again).toEqual([done, done, done]);
  expect(await chainOf(engine, first.id)).toHaveLength(3);
  expect(await chainOf(engine, second.id)).toHaveLength(3);
  expect(await countOf(userId)).toBe(0);
  expect(await contradictions(engine)).toEqual([]);
});

test('a name that another key has taken over stays that key’s, and the key works', async () => {
  const old = await expired();
  const heir = await mint(api, await addUser(api), { name: old.name.toUpperCase() });
  expect(await deliver(engine.tables, api, await removeByTtl(engine, old.id))).toEqual(done);
  const items = await engine.contents();
  expect(items[`${nameGuardKey(old.name).pk} NAME`]).toMatchObject({ apiKeyId: heir.id });
  expect(await countOf(old.userId)).toBe(0);
  expect(Object.keys(items).filter((name) => name.includes(old.id))).toHaveLength(3);
  expect((await api.as(heir.secret)('getPrincipal')).status).toBe(200);
  expect((await api.as(old.secret)('getPrincipal')).body.code).toBe('API_KEY_INVALID');
  const taken = await api.admin('createApiKey', { body: { name: old.name, userId: heir.userId } });
  expect(taken.body.code).toBe('NAME_TAKEN');
});

test('a name that is taken over while the key is purged stays the new key’s', async () => {
  const old = await expired();
  const record = await removeByTtl(engine, old.id);
  const takeOver = () => mint(api, old.userId, { name: old.name });
  let heir: Minted | undefined;
  const faults = cancelling(engine.tables, 1, conflict, async () => {
    heir = await takeOver();
  });
  expect(await deliver(faults.tables, api, record)).toEqual(done);
  expect(faults.attempts()).toBe(2);
  const guard = (await engine.contents())[`${nameGuardKey(old.name).pk} NAME`];
  expect(guard).toMatchObject({ apiKeyId: heir!.id });
  expect(await countOf(old.userId)).toBe(1);
  expect(await contradictions(engine)).toEqual([]);
});

test('contention that ends is not seen', async () => {
  const { id } = await expired();
  const faults = cancelling(engine.tables, 3, conflict);
  expect(await deliver(faults.tables, api, await removeByTtl(engine, id))).toEqual(done);
  expect(faults.attempts()).toBe(4);
  expect(await chainOf(engine, id)).toHaveLength(3);
});

test('a purge that was made, but whose answer was lost, is not made again', async () => {
  const { id, userId } = await expired();
  const record = await removeByTtl(engine, id);
  let isLost = false;
  const tables = answering(engine.tables, async (command, proceed) => {
    const answer = await proceed();
    if (command.constructor.name !== 'TransactWriteCommand' || isLost) return answer;
    isLost = true;
    throw new Error('killed');
  });
  const place = record.dynamodb!.SequenceNumber;
  expect(await deliver(tables, api, record)).toEqual({ batchItemFailures: [{ itemIdentifier: place }] });
  expect(await deliver(tables, api, record)).toEqual(done);
  expect((await chainOf(engine, id)).map(({ action }) => action)).toContain('api_key.purged');
  expect(await chainOf(engine, id)).toHaveLength(3);
  expect(await countOf(userId)).toBe(0);
});
