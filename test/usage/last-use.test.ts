import { TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ApiKey } from '../../lambdas/domain/keys/api-key.ts';
import { systemRandom } from '../../lambdas/functions/system.ts';
import { apiKeyKey } from '../../lambdas/store/keys.ts';
import type { Tables } from '../../lambdas/store/client.ts';
import { createUseNoter } from '../../lambdas/store/usage-last-used.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { answering } from '../support/engine-faults.ts';
import { benchOf, changed, type KeyBench } from '../support/engine-keys.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { clockAt, noon } from '../support/memory-ports.ts';

const minuteMs = 60_000;
let engine: Engine;
let bench: KeyBench;

beforeAll(async () => {
  engine = await startEngine();
  bench = benchOf(engine);
});
afterAll(() => engine?.stop());

const lastUsed = async ({ id }: ApiKey) => (await bench.store.get(id))?.lastUsedAt;
/** With the memory of a new container. */
const noter = (tables: Tables = engine.tables) =>
  createUseNoter(tables, { clock: clockAt(noon), random: systemRandom });

/** The tables, and how many writes went to them. */
function counted(): { tables: Tables; writes: () => number } {
  let writes = 0;
  const tables = answering(engine.tables, (command, proceed) => {
    if (command instanceof UpdateCommand) writes += 1;
    return proceed();
  });
  return { tables, writes: () => writes };
}

test('the first use is noted, and the version stays', async () => {
  const key = await bench.add();
  expect(await lastUsed(key)).toBeNull();
  await noter()(key.id, noon);
  expect(await bench.store.get(key.id)).toEqual({ ...key, lastUsedAt: noon });
});

test.each([
  ['a minute later', minuteMs, minuteMs],
  ['less than a minute later', minuteMs - 1, 0],
  ['earlier', -minuteMs, 0],
  ['a day later', 1_440 * minuteMs, 1_440 * minuteMs],
])('another container, %s', async (_, offset, expected) => {
  const key = await bench.add();
  await noter()(key.id, noon);
  await noter()(key.id, noon + offset);
  expect(await lastUsed(key)).toBe(noon + expected);
});

test('one container writes at most once for a minute', async () => {
  const key = await bench.add();
  const { tables, writes } = counted();
  const note = noter(tables);
  for (let at = 0; at <= 120; at += 1) await note(key.id, noon + at * 1_000);
  expect([await lastUsed(key), writes()]).toEqual([noon + 2 * minuteMs, 3]);
});

test('a container learns what another has noted, and writes a minute after that', async () => {
  const key = await bench.add();
  await noter()(key.id, noon);
  const { tables, writes } = counted();
  const note = noter(tables);
  for (const offset of [30_000, 59_999, 60_000]) await note(key.id, noon + offset);
  expect([await lastUsed(key), writes()]).toEqual([noon + minuteMs, 2]);
});

test('a record without the attribute, as older ones may be, gets it', async () => {
  const key = await bench.add();
  const { Item } = await engine.tables.client.send(
    new GetCommand({ TableName: engine.tables.registry, Key: apiKeyKey(key.id) }),
  );
  const { lastUsedAt: _, ...rest } = Item!;
  await engine.tables.client.send(new PutCommand({ TableName: engine.tables.registry, Item: rest }));
  await noter()(key.id, noon);
  expect(await lastUsed(key)).toBe(noon);
});

test('a key that is not there, or past its ttl, is left so', async () => {
  const key = await bench.add({ expiresAt: noon - 31 * 1_440 * minuteMs });
  const before = await engine.contents();
  const note = noter();
  await note(key.id, noon);
  await note(apiKeyIdOf('00000000-0000-4000-a000-000000000000'), noon);
  expect(await engine.contents()).toEqual(before);
});

function conflicting(times: number): { tables: Tables; attempts: () => number } {
  let attempts = 0;
  const tables = answering(engine.tables, (command, proceed) => {
    if (!(command instanceof UpdateCommand)) return proceed();
    attempts += 1;
    if (attempts > times) return proceed();
    return Promise.reject(new TransactionConflictException({ $metadata: {}, message: 'conflict' }));
  });
  return { tables, attempts: () => attempts };
}

test('a transaction that holds the record is waited for', async () => {
  const key = await bench.add();
  const { tables, attempts } = conflicting(3);
  await noter(tables)(key.id, noon);
  expect([await lastUsed(key), attempts()]).toEqual([noon, 4]);
});

test('one that never ends fails the delivery, and nothing is remembered', async () => {
  const key = await bench.add();
  const { tables } = conflicting(Number.POSITIVE_INFINITY);
  await expect(noter(tables)(key.id, noon)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await lastUsed(key)).toBeNull();
});

test('a change of the key keeps when it was used', async () => {
  const key = await bench.add();
  await noter()(key.id, noon);
  const used = (await bench.store.get(key.id))!;
  await bench.store.update(used, changed(used, { description: 'other' }));
  expect(await lastUsed(key)).toBe(noon);
});
