import { freePort } from '../../support/embedded-engine.ts';
import { unknown, withoutEffect } from './faults.ts';
import { clientOf, finds, inTime, refuses, sendsJson, StandIn } from './stand-in.ts';

let dynamoDb: StandIn;
beforeAll(async () => {
  dynamoDb = await StandIn.start();
});
afterAll(() => dynamoDb.stop());

const taking = {
  pk: 'L#1',
  expression: 'SET #tat = #tat + :cost',
  condition: '#tat <= :latest',
  names: { '#tat': 'tat' },
  values: { ':cost': { N: '600000000' }, ':latest': { N: '1813060800500000001' } },
} as const;
const taken = sendsJson({ Attributes: { tat: { N: '1813060800500000001' } } });

test('a change that was made answers with what it changed, to the last digit', async () => {
  dynamoDb.will(taken);
  expect(await clientOf(dynamoDb.url).update(taking, inTime())).toEqual({
    applied: true,
    attributes: { tat: 1_813_060_800_500_000_001n },
  });
  const [{ headers, body }] = dynamoDb.received as [any];
  expect(headers['x-amz-target']).toBe('DynamoDB_20120810.UpdateItem');
  expect(body).toEqual({
    TableName: 'Credentials',
    Key: { pk: { S: 'L#1' } },
    UpdateExpression: taking.expression,
    ConditionExpression: taking.condition,
    ExpressionAttributeNames: taking.names,
    ExpressionAttributeValues: taking.values,
    ReturnValues: 'UPDATED_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
});

test('one that its condition refused answers with the item as it stands, or with its absence', async () => {
  const client = clientOf(dynamoDb.url);
  dynamoDb.will(refuses('ConditionalCheckFailedException', 400, { Item: { tat: { N: '7' } } }));
  expect(await client.update(taking, inTime())).toEqual({ applied: false, old: { tat: 7 } });
  dynamoDb.will(refuses('ConditionalCheckFailedException'));
  expect(await client.update(taking, inTime())).toEqual({ applied: false, old: null });
  expect(dynamoDb.received).toHaveLength(1);
});

test.each(withoutEffect)('%s has changed nothing, and is tried again', async (_, fault) => {
  dynamoDb.will(fault, taken);
  expect(await clientOf(dynamoDb.url).update(taking, inTime())).toMatchObject({ applied: true });
  expect(dynamoDb.received).toHaveLength(2);
});

test.each(unknown)('after %s nobody knows: it is not sent twice', async (_, fault, reason) => {
  dynamoDb.will(fault, taken);
  const updating = clientOf(dynamoDb.url).update(taking, inTime());
  await expect(updating).rejects.toMatchObject({ reason });
  expect(dynamoDb.received).toHaveLength(1);
});

test.each(['ValidationException', 'AccessDeniedException', 'ItemCollectionSizeLimitExceededException'])(
  '%s is thrown at once',
  async (type) => {
    dynamoDb.will(refuses(type), taken);
    const updating = clientOf(dynamoDb.url).update(taking, inTime());
    await expect(updating).rejects.toMatchObject({ reason: 'refused', type });
    expect(dynamoDb.received).toHaveLength(1);
  },
);

test('where nothing listens, nothing was sent', async () => {
  const client = clientOf(`http://127.0.0.1:${await freePort()}`);
  const updating = client.update(taking, inTime());
  await expect(updating).rejects.toMatchObject({ reason: 'unreachable' });
});

test('it goes over the connection of the read before, but over none that has rested for long', async () => {
  let nowMs = Date.now();
  const client = clientOf(dynamoDb.url, { now: () => nowMs });
  dynamoDb.will(finds, taken);
  await client.batchGet([{ pk: 'C#1' }], nowMs + 1_000);
  await client.update(taking, nowMs + 1_000);
  expect(dynamoDb.sockets).toHaveLength(1);
  nowMs += 60_000;
  await client.update(taking, nowMs + 1_000);
  expect(dynamoDb.sockets).toHaveLength(2);
});
