import { marshall } from '@aws-sdk/util-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { lastUseKey } from '../../lambdas/contract/last-use-item.ts';
import { createUseNoter } from '../../lambdas/store/last-use-noter.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { answering } from '../support/engine-faults.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { addUser, deliver, mint, mintRich, outliveRetention, removeByTtl } from './reconciler-bench.ts';

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
});
afterAll(() => engine?.stop());
const lines = captureLogLines();

const done = { batchItemFailures: [] };
const keyOf = (id: string) => lastUseKey(apiKeyIdOf(id));
const use = (id: string, tables = engine.tables) =>
  createUseNoter(tables)({ apiKeyId: apiKeyIdOf(id), keyPrefix: 'lk_aB3dE5g', usedAtMs: api.clock.now() });
const attributesOf = async (id: string) => {
  const { client, usage } = engine.tables;
  const { Item = {} } = await client.send(new GetCommand({ TableName: usage, Key: keyOf(id) }));
  return Object.keys(Item).toSorted();
};
const noted = ['pk', 'secret#lk_aB3dE5g', 'sk', 'usedOn'];
const mark = ['pk', 'sk', 'ttl'];

/** What the stream tells of the key's audit events, oldest first. */
async function eventsOf(id: string): Promise<DynamoDBRecord[]> {
  const items = Object.entries(await engine.contents()).filter(([name]) =>
    name.startsWith(`KEY#${id} AUDIT#`),
  );
  return items
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, item], at) => ({
      eventName: 'INSERT',
      dynamodb: {
        SequenceNumber: `${5_000 + at}`,
        Keys: marshall({ pk: item['pk'], sk: item['sk'] }) as Record<string, AttributeValue>,
        NewImage: marshall(item) as Record<string, AttributeValue>,
      },
    }));
}

/** A used key that came to an end, and what the stream tells of it. */
async function ended(
  how: 'deleted' | 'revoked' | 'purged',
): Promise<{ id: string; records: DynamoDBRecord[] }> {
  const userId = await addUser(api);
  const { id } = how === 'purged' ? await mintRich(engine, api, userId) : await mint(api, userId);
  await use(id);
  if (how === 'deleted') await api.admin('deleteApiKey', { at: { id } });
  if (how === 'revoked') await api.admin('revokeUserKeys', { at: { userId } });
  if (how === 'purged') {
    outliveRetention(api);
    await deliver(engine.tables, api, await removeByTtl(engine, id));
  }
  return { id, records: await eventsOf(id) };
}

test.each(['deleted', 'revoked', 'purged'] as const)(
  'the last use of a key that was %s is forgotten',
  async (how) => {
    const { id, records } = await ended(how);
    expect(await attributesOf(id)).toEqual(noted);
    expect(await deliver(engine.tables, api, ...records.slice(0, -1))).toEqual(done);
    expect(await attributesOf(id)).toEqual(noted);
    for (let time = 0; time < 2; time += 1)
      expect(await deliver(engine.tables, api, ...records)).toEqual(done);
    expect(await attributesOf(id)).toEqual(mark);
    await use(id);
    expect(await attributesOf(id)).toEqual(mark);
    expect(lines).toEqual([]);
  },
);

test.each([
  [
    'before',
    async (id: string, records: DynamoDBRecord[]) => {
      await use(id);
      await deliver(engine.tables, api, ...records);
    },
  ],
  [
    'after',
    async (id: string, records: DynamoDBRecord[]) => {
      await deliver(engine.tables, api, ...records);
      await use(id);
    },
  ],
  [
    'while',
    async (id: string, records: DynamoDBRecord[]) => {
      await Promise.all([use(id), deliver(engine.tables, api, ...records), use(id)]);
    },
  ],
])('a line that is delivered %s it is forgotten leaves nothing but the mark', async (_, race) => {
  const key = await mint(api, await addUser(api));
  await api.admin('deleteApiKey', { at: { id: key.id } });
  await race(key.id, await eventsOf(key.id));
  expect(await attributesOf(key.id)).toEqual(mark);
});

test('a key lives on with its last use, whatever else is written about it', async () => {
  const { id } = await mint(api, await addUser(api));
  await use(id);
  await api.admin('pauseApiKey', { at: { id } });
  await api.admin('rotateApiKey', { at: { id }, body: {} });
  const records = await eventsOf(id);
  const [last] = records.slice(-1);
  const others: DynamoDBRecord[] = [
    ...records,
    { ...last!, eventName: 'MODIFY' },
    { ...last!, eventName: 'REMOVE' },
  ];
  expect(await deliver(engine.tables, api, ...others)).toEqual(done);
  expect(await attributesOf(id)).toEqual(noted);
});

test('where the Usage table refuses, keys are deleted all the same, and it is tried again', async () => {
  const faulty = answering(engine.tables, (command, proceed) =>
    command instanceof PutCommand && command.input.TableName === engine.tables.usage
      ? Promise.reject(Object.assign(new Error('throttled'), { $metadata: { attempts: 3 } }))
      : proceed(),
  );
  const { id, records } = await ended('deleted');
  const [last] = records.slice(-1);
  expect(await deliver(faulty, api, ...records)).toEqual({
    batchItemFailures: [{ itemIdentifier: last!.dynamodb!.SequenceNumber }],
  });
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'ERROR', message: 'A key was not purged' });
  expect(await deliver(engine.tables, api, last!)).toEqual(done);
  expect(await attributesOf(id)).toEqual(mark);
});

test('a stream without new images is tried again', async () => {
  const { records } = await ended('deleted');
  const [last] = records.slice(-1);
  const { NewImage: _, ...change } = last!.dynamodb!;
  const { batchItemFailures } = await deliver(engine.tables, api, { ...last!, dynamodb: change });
  expect(batchItemFailures).toHaveLength(1);
});
