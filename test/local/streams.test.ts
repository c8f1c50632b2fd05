import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { TemplateResource } from '../../local/template/template.ts';
import { eventually, functionResource, Laptop } from './laptop.ts';

/** Prints what it gets, fails on what is named poison, and reports what is named odd. */
const consumer = `
exports.handler = async ({ Records }) => {
  const pks = Records.map((r) => r.dynamodb.Keys.pk.S);
  process.stdout.write(JSON.stringify({ pks, first: Records[0] }) + '\\n');
  if (pks.some((pk) => pk.startsWith('poison'))) throw new Error('poison');
  const odd = Records.find((r) => r.dynamodb.Keys.pk.S.startsWith('odd'));
  return { batchItemFailures: odd ? [{ itemIdentifier: odd.dynamodb.SequenceNumber }] : [] };
};`;

const resources: Record<string, TemplateResource> = {
  Table: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      Replicas: [{ Region: { Ref: 'AWS::Region' } }],
    },
  },
  Failed: { Type: 'AWS::S3::Bucket' },
  Consumer: functionResource('consumer'),
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      FunctionName: { Ref: 'Consumer' },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10,
      MaximumRetryAttempts: 1,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: {
        Filters: [{ Pattern: '{"dynamodb":{"Keys":{"pk":{"S":[{"anything-but":["ignored"]}]}}}}' }],
      },
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failed', 'Arn'] } } },
    },
  },
};

let laptop: Laptop;

beforeEach(async () => {
  laptop = await Laptop.start();
  await laptop.deploy(resources, { consumer });
}, 60_000);

afterEach(() => laptop.stopAndForget());

async function put(...pks: string[]): Promise<void> {
  for (const pk of pks) {
    const Item = { pk: { S: pk }, binary: { B: new Uint8Array([1, 2, 3]) } };
    await laptop.cloud.dynamodb.tables.send(new PutItemCommand({ TableName: 'test-Table', Item }));
  }
}

function delivered(): string[] {
  return laptop
    .logLines('/aws/lambda/test-Consumer')
    .flatMap(({ pks }) => (pks as string[] | undefined) ?? []);
}

/** The objects of the failure bucket, in the order of their records. */
function givenUp(): { requestContext: { condition: string }; payload: string }[] {
  return readdirSync(join(laptop.folder, 'buckets'), {
    recursive: true,
    encoding: 'utf8',
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp'))
    .map((entry) => JSON.parse(readFileSync(join(entry.parentPath, entry.name), 'utf8')));
}

test('delivers the records that pass the filter, in the shape of Lambda', async () => {
  await put('a', 'ignored', 'b');
  await eventually(() => delivered().length === 2);
  expect(delivered().toSorted()).toEqual(['a', 'b']);
  const line = laptop.logLines('/aws/lambda/test-Consumer').find(({ pks }) => (pks as string[])[0] === 'a');
  expect(line?.first).toMatchObject({
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    eventSourceARN: expect.stringMatching(
      /^arn:aws:dynamodb:us-east-1:000000000000:table\/test-Table\/stream\//,
    ),
    dynamodb: {
      Keys: { pk: { S: 'a' } },
      NewImage: { pk: { S: 'a' }, binary: { B: 'AQID' } },
      ApproximateCreationDateTime: expect.any(Number),
      SequenceNumber: expect.any(String),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  });
});

test('isolates what cannot be processed, keeps it in the bucket, and goes on', async () => {
  const said: string[] = [];
  const { error } = console;
  console.error = (line: string) => said.push(line);
  await put('a', 'poison', 'b', 'odd', 'c');
  await eventually(() => ['a', 'b', 'c'].every((pk) => delivered().includes(pk)) && givenUp().length === 2);
  const kept = givenUp().map(({ requestContext, payload }) => ({
    condition: requestContext.condition,
    pks: (JSON.parse(payload) as DynamoDBStreamEvent).Records.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S),
  }));
  expect(kept).toHaveLength(2);
  expect(kept).toContainEqual({ condition: 'RetryAttemptsExhausted', pks: ['poison'] });
  expect(kept).toContainEqual({ condition: 'RetryAttemptsExhausted', pks: ['odd'] });
  console.error = error;
  expect(said).toEqual(Array(2).fill('test-Consumer: gave up on 1 stream record (RetryAttemptsExhausted)'));
});

test('goes on after a restart where it was: nothing is lost, nothing processed comes again', async () => {
  await put('a');
  await eventually(() => delivered().includes('a'));
  await laptop.stop();
  const { folder } = laptop;
  laptop = await Laptop.start(folder);
  await put('b');
  await laptop.deploy(resources, { consumer });
  await eventually(() => delivered().includes('b'));
  expect(delivered()).toEqual(['a', 'b']);
});

test('starts from the beginning where its checkpoint is damaged: rather twice than never', async () => {
  await put('a');
  await eventually(() => delivered().includes('a'));
  await laptop.stop();
  const { folder } = laptop;
  for (const name of readdirSync(join(folder, 'streams')))
    writeFileSync(join(folder, 'streams', name), '{"str');
  laptop = await Laptop.start(folder);
  await laptop.deploy(resources, { consumer });
  await eventually(() => delivered().length === 2);
  expect(delivered()).toEqual(['a', 'a']);
});

test('a record that is tried again and again holds up half of the table at most, as one shard of several', async () => {
  const { Mapping, ...others } = resources;
  const patient = { ...Mapping!.Properties, MaximumRetryAttempts: -1, BisectBatchOnFunctionError: false };
  await laptop.stopAndForget();
  laptop = await Laptop.start();
  await laptop.deploy({ ...others, Mapping: { ...Mapping!, Properties: patient } }, { consumer });
  const pks = Array.from({ length: 12 }, (_, n) => `later-${n}`);
  await put('poison', ...pks);
  await eventually(() => delivered().filter((pk) => pk === 'poison').length > 2);
  const once = pks.filter((pk) => delivered().filter((other) => other === pk).length === 1);
  expect(once.length).toBeGreaterThan(0);
  expect(givenUp()).toEqual([]);
});
