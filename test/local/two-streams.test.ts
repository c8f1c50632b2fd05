import { PutItemCommand, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import type { TemplateResource } from '../../local/template/template.ts';
import { eventually, functionResource, Laptop } from './laptop.ts';

const print = `exports.handler = async ({ Records }) => { for (const { eventName, dynamodb, eventSourceARN } of Records)
  process.stdout.write(JSON.stringify({ eventName, arn: eventSourceARN, ...dynamodb }) + '\\n'); };`;

function streamedTable(StreamViewType: string): TemplateResource {
  return {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      Replicas: [{ Region: { Ref: 'AWS::Region' } }],
    },
  };
}

function mappingOf(table: string, fn: string, Filters: object[]): TemplateResource {
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': [table, 'StreamArn'] },
      FunctionName: { Ref: fn },
      StartingPosition: 'TRIM_HORIZON',
      FilterCriteria: { Filters: Filters.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) },
    },
  };
}

const ofEvents = { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: ['EVENT'] } } } };

/** A registry with two consumers, and an outbox whose stream has new images alone. */
const resources: Record<string, TemplateResource> = {
  Registry: streamedTable('NEW_AND_OLD_IMAGES'),
  Outbox: streamedTable('NEW_IMAGE'),
  ...Object.fromEntries(['First', 'Second', 'Dispatcher'].map((name) => [name, functionResource('print')])),
  ToFirst: mappingOf('Registry', 'First', []),
  ToSecond: mappingOf('Registry', 'Second', []),
  ToDispatcher: mappingOf('Outbox', 'Dispatcher', [ofEvents]),
};

let laptop: Laptop;

beforeEach(async () => {
  laptop = await Laptop.start();
});
afterEach(() => laptop.stopAndForget());

const key = (pk: string, sk: string) => ({ pk: { S: pk }, sk: { S: sk } });
const put = (TableName: string, pk: string, sk: string, value: string) =>
  laptop.cloud.dynamodb.tables.send(
    new PutItemCommand({ TableName, Item: { ...key(pk, sk), value: { S: value } } }),
  );
const seen = (fn: string): Record<string, any>[] => laptop.logLines(`/aws/lambda/test-${fn}`);
const seenKeys = (fn: string): string[] => seen(fn).map(({ Keys }) => String(Keys.pk.S));

test('two tables with streams reach their own functions, and one may have new images alone', async () => {
  await laptop.deploy(resources, { print });
  const pks = Array.from({ length: 12 }, (_, n) => `${n}`);
  for (const pk of pks) {
    await put('test-Registry', `KEY#${pk}`, 'KEY', 'registry');
    await put('test-Outbox', `EVENT#${pk}`, 'EVENT', 'outbox');
    await put('test-Outbox', `WEBHOOK#${pk}`, 'LINE', 'not for the dispatcher');
  }
  // Neither a change of an event nor its removal is an insertion.
  await put('test-Outbox', 'EVENT#0', 'EVENT', 'changed');
  await laptop.cloud.dynamodb.tables.send(
    new DeleteItemCommand({ TableName: 'test-Outbox', Key: key('EVENT#1', 'EVENT') }),
  );
  await put('test-Outbox', 'EVENT#last', 'EVENT', 'outbox');
  await eventually(() => ['First', 'Second'].every((fn) => seen(fn).length >= pks.length));
  await eventually(() => seen('Dispatcher').length > pks.length);
  for (const fn of ['First', 'Second']) {
    expect(seenKeys(fn).toSorted()).toEqual(pks.map((pk) => `KEY#${pk}`).toSorted());
  }
  const events = seen('Dispatcher');
  expect(seenKeys('Dispatcher').toSorted()).toEqual([...pks, 'last'].map((pk) => `EVENT#${pk}`).toSorted());
  for (const { StreamViewType, eventName, arn, NewImage, OldImage } of events) {
    expect([StreamViewType, eventName, OldImage]).toEqual(['NEW_IMAGE', 'INSERT', undefined]);
    expect(arn).toContain('table/test-Outbox/stream/');
    expect(NewImage.value.S).toBe('outbox');
  }
});

test.each([
  ['none', []],
  ['one that lets removals pass', [ofEvents, { dynamodb: { Keys: { sk: { S: ['EVENT'] } } } }]],
  ['one of removals', [{ eventName: ['REMOVE'] }]],
])(
  'without old images nobody can tell what TTL removed: refused with filters: %s',
  async (_what, filters) => {
    const mapping = mappingOf('Outbox', 'Dispatcher', filters);
    await expect(laptop.deploy({ ...resources, ToDispatcher: mapping }, { print })).rejects.toThrow(
      'ToDispatcher (AWS::Lambda::EventSourceMapping): the stream of a table with TTL must show old images, or the filters must leave out REMOVE',
    );
  },
);
