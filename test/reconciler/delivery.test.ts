import type { DynamoDBRecord } from 'aws-lambda';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { answering, cancelling, conflict } from '../support/engine-faults.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { addUser, chainOf, deliver, mintRich, outliveRetention, removeByTtl } from './reconciler-bench.ts';

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
});
afterAll(() => engine?.stop());
const lines = captureLogLines();

const done = { batchItemFailures: [] };

/** Records of keys of one user, in the order of their removal. */
async function removed(count: number): Promise<{ ids: string[]; records: DynamoDBRecord[] }> {
  const userId = await addUser(api);
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push((await mintRich(engine, api, userId)).id);
  outliveRetention(api);
  const records: DynamoDBRecord[] = [];
  for (const id of ids) records.push(await removeByTtl(engine, id));
  return { ids, records };
}

const failedFrom = ({ dynamodb }: DynamoDBRecord) => ({
  batchItemFailures: [{ itemIdentifier: dynamodb!.SequenceNumber }],
});
const isPurged = async (id: string) => (await chainOf(engine, id)).at(-1)?.action === 'api_key.purged';

/** Tables on which the transactions that are named by their number go wrong, before or after they are made. */
function failingOn(numbers: readonly number[], when: 'before' | 'after'): Engine['tables'] {
  let transactions = 0;
  return answering(engine.tables, async (command, proceed) => {
    if (!(command instanceof TransactWriteCommand)) return proceed();
    transactions += 1;
    if (!numbers.includes(transactions)) return proceed();
    if (when === 'after') await proceed();
    throw new Error('the function was ended');
  });
}

describe('a batch that cannot be done whole', () => {
  test.each(['before', 'after'] as const)('stops where it failed, %s the writing', async (when) => {
    const { ids, records } = await removed(3);
    expect(await deliver(failingOn([2], when), api, ...records)).toEqual(failedFrom(records[1]!));
    expect(await Promise.all(ids.map(isPurged))).toEqual([true, when === 'after', false]);
    expect(await deliver(engine.tables, api, ...records.slice(1))).toEqual(done);
    expect(await Promise.all(ids.map(isPurged))).toEqual([true, true, true]);
    expect((await Promise.all(ids.map((id) => chainOf(engine, id)))).map(({ length }) => length)).toEqual([
      3, 3, 3,
    ]);
  });

  test('tells why, since Lambda does not count it as an error', async () => {
    const { records } = await removed(1);
    await deliver(failingOn([1], 'before'), api, ...records);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toEqual({
      level: 'ERROR',
      message: 'A key was not purged',
      sequenceNumber: records[0]!.dynamodb!.SequenceNumber,
      error: expect.objectContaining({ message: 'the function was ended' }),
    });
  });

  test.each([
    ['contention that does not end', conflict],
    ['a table short of capacity', () => ['ThrottlingError']],
    ['conditions that go on failing', () => ['ConditionalCheckFailed']],
  ])('for %s changes nothing, and comes again', async (_, reasons) => {
    const { ids, records } = await removed(1);
    const before = await engine.contents();
    const { tables } = cancelling(engine.tables, Number.POSITIVE_INFINITY, reasons);
    expect(await deliver(tables, api, ...records)).toEqual(failedFrom(records[0]!));
    expect(await engine.contents()).toEqual(before);
    expect(await deliver(engine.tables, api, ...records)).toEqual(done);
    expect(await isPurged(ids[0]!)).toBe(true);
  });

  test('for a stream without old images comes again', async () => {
    const { records } = await removed(1);
    const [record] = records;
    const { OldImage: _, ...change } = record!.dynamodb!;
    const blind = { ...record!, dynamodb: change };
    expect(await deliver(engine.tables, api, blind)).toEqual(failedFrom(record!));
  });

  test('fails whole where a record has no place in the stream', async () => {
    const { records } = await removed(1);
    const { SequenceNumber: _, ...change } = records[0]!.dynamodb!;
    const lost = { ...records[0]!, dynamodb: change };
    await expect(deliver(failingOn([1], 'before'), api, lost)).rejects.toThrow('the function was ended');
  });
});

describe('only removals of keys’ records by their ttl count', () => {
  test.each<[string, (record: DynamoDBRecord) => DynamoDBRecord]>([
    ['a removal by a caller', (record) => ({ ...record, userIdentity: undefined })],
    ['a removal by another service', (record) => ({ ...record, userIdentity: { type: 'Service' } })],
    [
      'a removal by a user of that name',
      (record) => ({ ...record, userIdentity: { ...record.userIdentity, type: 'User' } }),
    ],
    ['a change', (record) => ({ ...record, eventName: 'MODIFY' })],
    ['an insertion', (record) => ({ ...record, eventName: 'INSERT' })],
    ['another item', (record) => withSortKey(record, 'AUDIT#000000000001')],
    ['a user’s pointer', (record) => withSortKey(record, 'KEY#1')],
    ['nothing', (record) => ({ ...record, dynamodb: undefined })],
  ])('%s is passed over', async (_, other) => {
    const { ids, records } = await removed(1);
    const before = await engine.contents();
    expect(await deliver(engine.tables, api, other(records[0]!))).toEqual(done);
    expect(await engine.contents()).toEqual(before);
    expect(await isPurged(ids[0]!)).toBe(false);
  });

  test('a key that was deleted by a caller has ended, whoever says that it was removed', async () => {
    const userId = await addUser(api);
    const { id } = await mintRich(engine, api, userId);
    const record = await removeByTtl(engine, (await mintRich(engine, api, userId)).id);
    await api.admin('deleteApiKey', { at: { id } });
    const before = await engine.contents();
    const image = { ...record.dynamodb!.OldImage, id: { S: id } };
    const forged = { ...record, dynamodb: { ...record.dynamodb, OldImage: image } };
    expect(await deliver(engine.tables, api, forged)).toEqual(done);
    expect(await engine.contents()).toEqual(before);
  });

  test('an empty batch is done', async () => {
    expect(await deliver(engine.tables, api)).toEqual(done);
  });
});

function withSortKey(record: DynamoDBRecord, sk: string): DynamoDBRecord {
  return { ...record, dynamodb: { ...record.dynamodb, Keys: { ...record.dynamodb!.Keys, sk: { S: sk } } } };
}
