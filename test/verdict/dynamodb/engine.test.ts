import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { connectDynamoDb } from '../../../lambdas/verdict/dynamodb/index.ts';
import type { DynamoDbClient } from '../../../lambdas/verdict/dynamodb/client.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { inTime } from './stand-in.ts';

let engine: Engine;
let client: DynamoDbClient;
const environmentOf = ({ endpoint }: Engine) => ({
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
});

beforeAll(async () => {
  engine = await startEngine();
  client = connectDynamoDb(engine.tables.credentials, environmentOf(engine));
});
afterAll(() => engine?.stop());

test('items are read as they were written, and those that do not exist are missing', async () => {
  const item = {
    pk: 'C#1',
    name: 'Zoë 🔑',
    scopes: ['database:read'],
    accessRights: { projects: { constructor: { modules: { model: 'read' } } } },
    allowedIps: null,
    isPaused: false,
    expiresAt: 1_813_060_800_500,
  };
  await engine.tables.client.send(new PutCommand({ TableName: engine.tables.credentials, Item: item }));
  const items = await client.batchGet([{ pk: 'C#1' }, { pk: 'C#2' }], inTime());
  expect([...items]).toEqual([['C#1', item]]);
});

test('a table that is not there is an error', async () => {
  const lost = connectDynamoDb('NoSuchTable', environmentOf(engine));
  await expect(lost.batchGet([{ pk: 'C#1' }], inTime())).rejects.toMatchObject({
    type: 'ResourceNotFoundException',
  });
});

describe('a moment in nanoseconds', () => {
  const tat = 1_813_060_800_500_000_001n;
  const names = { '#tat': 'tat' };
  const write = (pk: string, expression: string, condition: string, values: Record<string, bigint>) =>
    client.update(
      {
        pk,
        expression,
        condition,
        names,
        values: Object.fromEntries(
          Object.entries(values).map(([name, value]) => [name, { N: String(value) }]),
        ),
      },
      inTime(),
    );
  const create = (pk: string) => write(pk, 'SET #tat = :tat', 'attribute_not_exists(#tat)', { ':tat': tat });

  test('is stored, added to and given back exactly', async () => {
    expect(await create('L#1')).toEqual({ applied: true, attributes: { tat } });
    const added = await write('L#1', 'SET #tat = #tat + :cost', 'attribute_exists(#tat)', { ':cost': 1n });
    expect(added).toEqual({ applied: true, attributes: { tat: tat + 1n } });
    const [, stored] = [...(await client.batchGet([{ pk: 'L#1' }], inTime()))][0] ?? [];
    expect(stored).toEqual({ pk: 'L#1', tat: tat + 1n });
  });

  test('is compared exactly: one nanosecond decides', async () => {
    await create('L#2');
    const touch = (condition: string, now: bigint) =>
      write('L#2', 'SET #tat = #tat', condition, { ':now': now });
    const refused = { applied: false, old: { pk: 'L#2', tat } };
    expect(await touch('#tat <= :now', tat)).toMatchObject({ applied: true });
    expect(await touch('#tat <= :now', tat - 1n)).toEqual(refused);
    expect(await touch('#tat > :now', tat - 1n)).toMatchObject({ applied: true });
    expect(await touch('#tat > :now', tat)).toEqual(refused);
  });

  test('of an item that does not exist is refused with nothing', async () => {
    expect(await write('L#3', 'SET #tat = #tat + :cost', '#tat > :cost', { ':cost': 1n })).toEqual({
      applied: false,
      old: null,
    });
  });

  test('is added to once for each update, however many at a time', async () => {
    await create('L#4');
    const updates = Array.from({ length: 32 }, () =>
      write('L#4', 'SET #tat = #tat + :cost', 'attribute_exists(#tat)', { ':cost': 3n }),
    );
    const outcomes = await Promise.all(updates);
    const seen = outcomes.map((outcome) => (outcome.applied ? outcome.attributes['tat'] : null));
    expect(new Set(seen).size).toBe(32);
    expect((await client.batchGet([{ pk: 'L#4' }], inTime())).get('L#4')).toMatchObject({ tat: tat + 96n });
  });
});
