import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CloudWatchLogsDecodedData } from 'aws-lambda';
import type { TemplateResource } from '../../local/template/template.ts';
import { eventually, functionResource, Laptop } from './laptop.ts';

const decode = `const decode = ({ awslogs }) =>
  JSON.parse(require('node:zlib').gunzipSync(Buffer.from(awslogs.data, 'base64')));`;
const take = `${decode} exports.handler = async (event) => { process.stdout.write(JSON.stringify({ got: decode(event) }) + '\\n'); };`;
const fail = `${decode} exports.handler = async (event, { awsRequestId }) => {
  process.stdout.write(JSON.stringify({ got: decode(event), requestId: awsRequestId }) + '\\n');
  throw new RangeError('not today'); };`;

const group = '/test/shared';
const destination = { 'Fn::GetAtt': ['Fn', 'Arn'] };

/** As the CDK writes a subscription with a function as its destination. */
const resources: Record<string, TemplateResource> = {
  Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: group } },
  Fn: functionResource('take'),
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: destination,
      Principal: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.amazonaws.com']] },
      SourceArn: { 'Fn::GetAtt': ['Group', 'Arn'] },
    },
  },
  Filter: {
    Type: 'AWS::Logs::SubscriptionFilter',
    DependsOn: ['Permission'],
    Properties: {
      LogGroupName: { Ref: 'Group' },
      DestinationArn: destination,
      FilterPattern: '{ $.usage.apiKeyId = "*" }',
    },
  },
};

const failing: Record<string, TemplateResource> = {
  ...resources,
  Fn: functionResource('fail'),
  Failed: { Type: 'AWS::S3::Bucket' },
  InvokeConfig: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: 'Fn' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 3_600,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failed', 'Arn'] } } },
    },
  },
};

let laptop: Laptop;
let said: string[];
const { error } = console;

beforeEach(async () => {
  said = [];
  console.error = (line: string) => said.push(line);
  laptop = await Laptop.start();
});

afterEach(async () => {
  await laptop.stopAndForget();
  console.error = error;
});

const usage = (apiKeyId: string) => JSON.stringify({ usage: { apiKeyId } });

function log(stream: string, ...messages: string[]): Promise<void> {
  const timestampMs = Date.now();
  return laptop.cloud.logs.append(
    group,
    stream,
    messages.map((message) => ({ timestampMs, message })),
  );
}

type Got = CloudWatchLogsDecodedData;

function deliveries(): Got[] {
  return laptop.logLines('/aws/lambda/test-Fn').flatMap(({ got }) => (got === undefined ? [] : [got as Got]));
}

const messages = () => deliveries().flatMap(({ logEvents }) => logEvents.map(({ message }) => message));

function progressFile(): string {
  const folder = join(laptop.folder, 'subscriptions');
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.json')) ?? '');
}

async function restart(): Promise<void> {
  await laptop.stop();
  laptop = await Laptop.start(laptop.folder);
}

/** The records in the failure bucket, with their keys. */
function givenUp(): { key: string; record: Record<string, any> }[] {
  const bucket = join(laptop.folder, 'buckets', 'test-failed');
  return readdirSync(bucket, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ key: path.slice(bucket.length + 1), record: JSON.parse(readFileSync(path, 'utf8')) }));
}

test('a delivery holds matching lines of one log stream, each with an id of its own', async () => {
  await laptop.deploy(resources, { take });
  await Promise.all([log('a', usage('1'), 'other', usage('1')), log('b', usage('2')), log('a', usage('3'))]);
  await eventually(() => messages().length === 4);
  expect(new Map(deliveries().map((each) => [each.logStream, each.logEvents.map((e) => e.message)]))).toEqual(
    new Map([
      ['a', [usage('1'), usage('1'), usage('3')]],
      ['b', [usage('2')]],
    ]),
  );
  expect(deliveries()[0]).toMatchObject({
    messageType: 'DATA_MESSAGE',
    logGroup: group,
    subscriptionFilters: ['Filter'],
  });
  const ids = deliveries().flatMap(({ logEvents }) => logEvents.map(({ id }) => id));
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) expect(id).toMatch(/^\d{56}$/);
});

test('each environment of a function has a log stream', async () => {
  const talk = `exports.handler = async ({ n }, { logStreamName }) => {
    await new Promise((done) => setTimeout(done, 100));
    process.stdout.write(JSON.stringify({ usage: { apiKeyId: logStreamName } }) + '\\n'); };`;
  const Talk = functionResource('talk', { LoggingConfig: { LogGroup: { Ref: 'Group' } } });
  await laptop.deploy({ ...resources, Talk }, { take, talk });
  const fn = laptop.cloud.functions.use('test-Talk');
  await Promise.all([fn.invoke({}), fn.invoke({})]);
  await eventually(() => messages().length === 2);
  expect(deliveries().map(({ logStream }) => usage(logStream))).toEqual(messages());
  expect(new Set(messages()).size).toBe(2);
});

test('a new subscription gets only what comes from now on', async () => {
  const file = laptop.cloud.logs.file(group);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${usage('old')}\n{"ha`);
  await laptop.deploy(resources, { take });
  await log('a', usage('new'));
  await eventually(() => messages().length > 0);
  expect(messages()).toEqual([usage('new')]);
});

test('lines that a killed server has not taken come from the file at the next start', async () => {
  await laptop.deploy(resources, { take });
  await log('a', usage('1'));
  await eventually(() => messages().length === 1);
  await laptop.stop();
  const wrapped = { timestamp: '2026-11-01T00:00:00.000Z', message: `{"usage":\n{"apiKeyId":"4"}}` };
  const lines = [usage('2'), 'other', usage('3'), JSON.stringify(wrapped)];
  appendFileSync(laptop.cloud.logs.file(group), `${lines.join('\n')}\n`);
  laptop = await Laptop.start(laptop.folder);
  await laptop.deploy(resources, { take });
  await log('a', usage('5'));
  await eventually(() => messages().length === 5);
  expect(messages()).toEqual([usage('1'), usage('2'), usage('3'), wrapped.message, usage('5')]);
  const recovered = deliveries()[1]?.logEvents ?? [];
  expect(recovered.at(-1)?.timestamp).toBe(Date.parse(wrapped.timestamp));
  await restart();
  await laptop.deploy(resources, { take });
  await log('a', usage('6'));
  await eventually(() => messages().includes(usage('6')));
  expect(messages()).toHaveLength(6);
});

test('a delivery that comes again, also after a restart, is the same one', async () => {
  await laptop.deploy({ ...resources, Fn: functionResource('fail') }, { fail });
  await log('a', usage('1'), usage('2'));
  await eventually(() => deliveries().length > 0);
  const left = readFileSync(progressFile(), 'utf8');
  await laptop.stop();
  // As if the server had been killed under way; lines that came later do not join it.
  writeFileSync(progressFile(), left);
  appendFileSync(laptop.cloud.logs.file(group), `${usage('3')}\n`);
  laptop = await Laptop.start(laptop.folder);
  await laptop.deploy(resources, { take });
  await eventually(() => messages().includes(usage('3')));
  const [first, ...more] = deliveries();
  expect(more.length).toBeGreaterThan(1);
  for (const again of more.slice(0, -1)) expect(again).toEqual(first);
  expect(more.at(-1)?.logEvents.map(({ message }) => message)).toEqual([usage('3')]);
});

test('goes on with a file that was deleted and begun anew', async () => {
  await laptop.deploy(resources, { take });
  await log('a', usage('1'), usage('2'));
  await eventually(() => messages().length === 2);
  rmSync(laptop.cloud.logs.file(group));
  await log('a', usage('3'));
  await eventually(() => messages().includes(usage('3')));
  await log('a', usage('4'));
  await eventually(() => messages().includes(usage('4')));
  expect(messages()).toHaveLength(4);
});

test('more lines than one delivery takes all arrive once', async () => {
  await laptop.deploy(resources, { take });
  const all = Array.from({ length: 1_300 }, (_item, i) => usage(String(i)));
  await log('a', ...all);
  await eventually(() => messages().length >= all.length);
  expect(messages().toSorted()).toEqual(all.toSorted());
  for (const { logEvents } of deliveries()) expect(logEvents.length).toBeLessThanOrEqual(100);
});

test('lines may come once more, with the same ids and in other company', async () => {
  await laptop.stopAndForget();
  laptop = await Laptop.start(undefined, { repeatsLines: () => true });
  await laptop.deploy(resources, { take });
  const all = Array.from({ length: 250 }, (_item, i) => usage(String(i)));
  await log('a', ...all);
  await eventually(() => messages().length > all.length);
  const events = deliveries().flatMap(({ logEvents }) => logEvents);
  expect([...new Set(events.map(({ message }) => message))].toSorted()).toEqual(all.toSorted());
  expect(new Set(events.map(({ id }) => id)).size).toBe(all.length);
  const companies = deliveries().map(({ logEvents }) => logEvents.map(({ id }) => id).join());
  expect(new Set(companies).size).toBe(companies.length);
});

test('what the function does not process after its retries is kept in the bucket', async () => {
  await laptop.deploy(failing, { fail });
  await log('a', usage('1'));
  const [{ key, record }] = (await eventually(() => (givenUp().length > 0 ? givenUp() : null))) as [
    ReturnType<typeof givenUp>[number],
  ];
  expect(key).toMatch(
    /^aws\/lambda\/async\/test-Fn\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/,
  );
  const [requestId, ...others] = new Set(
    laptop.logLines('/aws/lambda/test-Fn').map((line) => line.requestId),
  );
  expect(others).toEqual([]);
  expect(record).toEqual({
    version: '1.0',
    timestamp: expect.stringMatching(/Z$/),
    requestContext: {
      requestId,
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:test-Fn:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 2,
    },
    requestPayload: { awslogs: { data: expect.any(String) } },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'RangeError', errorMessage: 'not today', trace: expect.any(Array) },
  });
  await eventually(() => said.length > 0);
  expect(said).toEqual(['subscription filter Filter: gave up on 1 log line (RetriesExhausted)']);
});

test('a configuration of an alias holds for the alias only', async () => {
  const { InvokeConfig, ...others } = failing;
  const Alias = {
    Type: 'AWS::Lambda::Alias',
    Properties: { FunctionName: { Ref: 'Fn' }, FunctionVersion: '1', Name: 'live' },
  };
  const properties = { ...InvokeConfig?.Properties, Qualifier: 'live', MaximumRetryAttempts: 0 };
  const config = { Type: 'AWS::Lambda::EventInvokeConfig', Properties: properties };
  const toAlias = {
    ...resources.Filter!,
    Properties: { ...resources.Filter?.Properties, FilterName: 'alias', DestinationArn: { Ref: 'Alias' } },
  };
  await laptop.deploy({ ...others, Alias, ToAlias: toAlias, InvokeConfig: config }, { fail });
  await log('a', usage('1'));
  await eventually(() => said.length === 2);
  expect(said.toSorted()).toEqual([
    'subscription filter Filter: gave up on 1 log line (RetriesExhausted)',
    'subscription filter alias: gave up on 1 log line (RetriesExhausted)',
  ]);
  expect(givenUp()).toHaveLength(1);
  expect(givenUp()[0]?.record.requestContext).toMatchObject({
    functionArn: expect.stringMatching(/:test-Fn:live$/),
    approximateInvokeCount: 1,
  });
  // One attempt for the alias, and three for the function without a configuration.
  await eventually(() => deliveries().length === 4);
});

test('refuses a damaged progress file, and a destination that is no bucket of the templates', async () => {
  await laptop.deploy(resources, { take });
  await laptop.stop();
  writeFileSync(progressFile(), '{"end');
  laptop = await Laptop.start(laptop.folder);
  await expect(laptop.deploy(resources, { take })).rejects.toThrow(/subscriptions\/\w+\.json is damaged/);
  const elsewhere = { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:0:queue' } } };
  const config = { FunctionName: { Ref: 'Fn' }, Qualifier: '$LATEST', ...elsewhere };
  await expect(
    laptop.deploy(
      {
        Fn: functionResource('take'),
        X: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: config },
      },
      { take },
    ),
  ).rejects.toThrow(
    'test: X (AWS::Lambda::EventInvokeConfig): the failure destination arn:aws:sqs:us-east-1:0:queue is not a bucket',
  );
});
