import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { Laptop } from './laptop.ts';

const TableName = 'growing-table';
const key = (name: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName: name, KeyType });
const index = (IndexName: string, partition: string, sort: string) => ({
  IndexName,
  KeySchema: [key(partition, 'HASH'), key(sort, 'RANGE')],
  Projection: { ProjectionType: 'KEYS_ONLY' },
});
const tableWith = (attributes: string[], indexes: object[], more: object = {}) => ({
  T: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      TableName,
      KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
      AttributeDefinitions: ['pk', 'sk', ...attributes].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
      ...more,
    },
  },
});
const former = tableWith([], []);
const byDay = index('byDay', 'day', 'pk');
const byNameAndDay = [byDay, index('byName', 'name', 'day')];

let laptop: Laptop;
beforeEach(async () => {
  laptop = await Laptop.start();
});
afterEach(() => laptop.stopAndForget());

const put = (sk: string) =>
  laptop.cloud.dynamodb.tables.send(
    new PutItemCommand({ TableName, Item: { pk: { S: 'p' }, sk: { S: sk }, day: { S: 'monday' } } }),
  );
const listed = async (IndexName: string) => {
  const { Items = [] } = await laptop.cloud.dynamodb.tables.send(
    new QueryCommand({
      TableName,
      IndexName,
      KeyConditionExpression: '#day = :day',
      ExpressionAttributeNames: { '#day': 'day' },
      ExpressionAttributeValues: { ':day': { S: 'monday' } },
    }),
  );
  return new Set(Items.map(({ sk }) => sk?.S));
};

test('a table that an earlier version made gets the indexes that it lacks, and keeps what it holds', async () => {
  await laptop.deploy(former);
  await put('before');
  await laptop.deploy(tableWith(['day', 'name'], byNameAndDay));
  await put('after');
  expect(await listed('byDay')).toEqual(new Set(['before', 'after']));
  await laptop.deploy(tableWith(['day', 'name'], byNameAndDay));
  expect(await listed('byDay')).toEqual(new Set(['before', 'after']));
});

test.each([
  ['has an index that is there no more', former],
  ['has other keys in an index', tableWith(['day'], [index('byDay', 'day', 'sk')])],
  ['holds more in an index', tableWith(['day'], [{ ...byDay, Projection: { ProjectionType: 'ALL' } }])],
  ['lacks an index and a stream', tableWith(['day', 'name'], byNameAndDay, stream())],
])('one that %s stops the start', async (_, resources) => {
  await laptop.deploy(tableWith(['day'], [byDay]));
  await expect(laptop.deploy(resources)).rejects.toThrow('exists with other keys, indexes or stream');
});

function stream(): object {
  return { StreamSpecification: { StreamViewType: 'KEYS_ONLY' } };
}
