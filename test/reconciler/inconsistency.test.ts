import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { findChainFault, headOf, nextEvent } from '../../lambdas/domain/audit/audit.ts';
import { putEvent } from '../../lambdas/store/audit-events.ts';
import { apiKeyKey, userKey } from '../../lambdas/store/keys.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { origin } from '../support/memory-records.ts';
import { addUser, chainOf, deliver, mintRich, outliveRetention, removeByTtl } from './reconciler-bench.ts';

// What no call can bring about, but a restored or repaired table: it must not hold up the stream.

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
});
afterAll(() => engine?.stop());
const lines = captureLogLines();

const done = { batchItemFailures: [] };

test.each([
  ['who does not count the key', (key: object) => new UpdateCommand({ ...key, ...setCount(0) } as any)],
  ['who is not there', (key: object) => new DeleteCommand(key as any)],
])('a user %s: the rest goes, no user comes about, and a line tells', async (_, damage) => {
  const { id, userId } = await mintRich(engine, api, await addUser(api));
  outliveRetention(api);
  await engine.tables.client.send(damage({ TableName: engine.tables.registry, Key: userKey(userId) }) as any);
  const before = (await engine.contents())[`USER#${userId} USER`];
  expect(await deliver(engine.tables, api, await removeByTtl(engine, id))).toEqual(done);
  const after = await engine.contents();
  expect(after[`USER#${userId} USER`]).toEqual(before);
  expect(Object.keys(after).filter((name) => name.includes(id))).toHaveLength(3);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 'ERROR', message: 'A purged key was not among its user’s', apiKeyId: id },
  ]);
});

test('a chain that is longer than the record knew is gone on with', async () => {
  const { id, name } = await mintRich(engine, api, await addUser(api));
  outliveRetention(api);
  const record = await removeByTtl(engine, id);
  const last = (await chainOf(engine, id)).at(-1)!;
  const operation = { eventId: 'x', at: api.clock.now(), action: 'api_key.updated', changes: {} } as const;
  const target = { type: 'api_key', id, name } as const;
  const further = nextEvent(headOf(last), { ...operation, target }, origin);
  const write = putEvent(engine.tables, apiKeyKey(apiKeyIdOf(id)).pk, further, 400);
  await engine.tables.client.send(new PutCommand(write.item.Put!));
  expect(await deliver(engine.tables, api, record, record)).toEqual(done);
  const events = await chainOf(engine, id);
  expect(findChainFault(events)).toBeNull();
  expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  expect(events.at(-1)?.action).toBe('api_key.purged');
});

function setCount(keyCount: number) {
  return { UpdateExpression: 'SET keyCount = :count', ExpressionAttributeValues: { ':count': keyCount } };
}
