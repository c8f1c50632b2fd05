import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { compileFilterPattern } from '../../local/logs/filter-pattern.ts';
import { isLogGroupName } from '../../local/logs/log-groups.ts';
import { validateBatch } from '../../local/logs/put-log-events.ts';
import { eventually, functionResource, Laptop } from './laptop.ts';

let laptop: Laptop;
let client: CloudWatchLogsClient;

beforeAll(async () => {
  laptop = await Laptop.start();
  client = new CloudWatchLogsClient({
    endpoint: laptop.logsUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await laptop.stopAndForget();
});

function put(group: string, stream: string, ...messages: string[]) {
  const logEvents = messages.map((message) => ({ timestamp: Date.now(), message }));
  return client.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: stream, logEvents }));
}

test('what was put stands in the file when the call returns, one line each', async () => {
  await client.send(new CreateLogGroupCommand({ logGroupName: '/a/audit' }));
  await client.send(new CreateLogStreamCommand({ logGroupName: '/a/audit', logStreamName: 's' }));
  await put('/a/audit', 's', '{"n":1}', '{"n":2}');
  expect(readFileSync(laptop.cloud.logs.file('/a/audit'), 'utf8')).toBe('{"n":1}\n{"n":2}\n');
  expect(laptop.cloud.logs.file('/a/audit')).toMatch(/logs\/a\/audit\.jsonl$/);
  await put('/a/audit', 's', 'two\nlines');
  expect(laptop.logLines('/a/audit').at(-1)).toMatchObject({ message: 'two\nlines' });

  const groups = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/a' }));
  expect(groups.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['/a/audit']);
  const streams = await client.send(new DescribeLogStreamsCommand({ logGroupName: '/a/audit' }));
  expect(streams.logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(['s']);
});

test('answers with the exceptions of the service', async () => {
  await client.send(new CreateLogGroupCommand({ logGroupName: '/b' }));
  await client.send(new CreateLogStreamCommand({ logGroupName: '/b', logStreamName: 's' }));
  await expect(client.send(new CreateLogGroupCommand({ logGroupName: '/b' }))).rejects.toThrow(
    expect.objectContaining({ name: 'ResourceAlreadyExistsException' }),
  );
  await expect(
    client.send(new CreateLogStreamCommand({ logGroupName: '/b', logStreamName: 's' })),
  ).rejects.toThrow(expect.objectContaining({ name: 'ResourceAlreadyExistsException' }));
  const notFound = expect.objectContaining({ name: 'ResourceNotFoundException' });
  await expect(put('/none', 's', 'x')).rejects.toThrow(notFound);
  await expect(put('/b', 'none', 'x')).rejects.toThrow(notFound);
  await expect(client.send(new DeleteLogGroupCommand({ logGroupName: '/b' }))).rejects.toThrow(
    expect.objectContaining({ name: 'UnknownOperationException' }),
  );
});

test('a write that fails is a fault of the service, which callers retry', async () => {
  await client.send(new CreateLogGroupCommand({ logGroupName: '/c' }));
  await client.send(new CreateLogStreamCommand({ logGroupName: '/c', logStreamName: 's' }));
  const file = laptop.cloud.logs.file('/c');
  mkdirSync(file, { recursive: true });
  await expect(put('/c', 's', 'x')).rejects.toThrow(
    expect.objectContaining({ $metadata: expect.objectContaining({ httpStatusCode: 500 }) }),
  );
  rmSync(file, { recursive: true });
  await put('/c', 's', 'x');
});

test('what a crash left half written does not spoil the next line', async () => {
  await client.send(new CreateLogGroupCommand({ logGroupName: '/d' }));
  await client.send(new CreateLogStreamCommand({ logGroupName: '/d', logStreamName: 's' }));
  const file = laptop.cloud.logs.file('/d');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '{"half":');
  await put('/d', 's', '{"whole":1}');
  expect(readFileSync(file, 'utf8')).toBe('{"half":\n{"whole":1}\n');
});

test('checks a batch by the rules of PutLogEvents', () => {
  const nowMs = 1_000 * 24 * 3_600_000;
  const at = (timestampMs: number, message = 'x') => ({ timestampMs, message });
  expect(validateBatch([at(nowMs - 1), at(nowMs)], nowMs, null)).toMatchObject({ rejected: null });
  expect(validateBatch([], nowMs, null)).toContain('1 to 10000');
  expect(
    validateBatch(
      Array.from({ length: 10_001 }, () => at(nowMs)),
      nowMs,
      null,
    ),
  ).toContain('10001');
  expect(validateBatch([at(nowMs), at(nowMs - 1)], nowMs, null)).toContain('chronological order');
  expect(validateBatch([at(nowMs - 24 * 3_600_000 - 1), at(nowMs)], nowMs, null)).toContain('24 hours');
  expect(validateBatch([at(nowMs, 'x'.repeat(1_048_576 - 26))], nowMs, null)).toMatchObject({
    rejected: null,
  });
  expect(validateBatch([at(nowMs, 'x'.repeat(1_048_576 - 25))], nowMs, null)).toContain('exceeds limit');
  expect(validateBatch([at(nowMs, 'é'.repeat(524_288))], nowMs, null)).toContain('exceeds limit');
  const old = nowMs - 15 * 24 * 3_600_000;
  expect(validateBatch([at(old)], nowMs, null)).toEqual({
    accepted: [],
    rejected: { tooOldLogEventEndIndex: 1 },
  });
  expect(validateBatch([at(nowMs), at(nowMs + 3 * 3_600_000)], nowMs, null)).toMatchObject({
    accepted: [at(nowMs)],
    rejected: { tooNewLogEventStartIndex: 1 },
  });
});

test.each([
  ['', 'anything', true],
  ['{ $.usage.apiKeyId = "*" }', '{"usage":{"apiKeyId":"k"}}', true],
  ['{ $.usage.apiKeyId = * }', '{"usage":{}}', false],
  ['{ $.usage.apiKeyId = * }', 'text with usage', false],
  ['{ $.level = "ERR*" }', '{"level":"ERROR"}', true],
  ['{ $.level = "ERROR" }', '{"level":"INFO"}', false],
  ['{$.n=7}', '{"n":7}', true],
])('the filter pattern %s on %s: %s', (pattern, message, expected) => {
  expect(compileFilterPattern(pattern)(message)).toBe(expected);
});

test('refuses names that would leave the folder', () => {
  expect(isLogGroupName('/aws/lambda/fn')).toBe(true);
  for (const name of ['../x', '/a/../../x', '/a/..', '', 'a b', '/a\0'])
    expect(isLogGroupName(name)).toBe(false);
});

test('hands matching lines to the function of a subscription filter', async () => {
  const print = `exports.handler = async (event) => {
    const data = JSON.parse(require('node:zlib').gunzipSync(Buffer.from(event.awslogs.data, 'base64')));
    process.stdout.write(JSON.stringify({ group: data.logGroup, messages: data.logEvents.map((e) => e.message) }) + '\\n'); };`;
  await laptop.deploy(
    {
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/e' } },
      Fn: functionResource('print'),
      Filter: {
        Type: 'AWS::Logs::SubscriptionFilter',
        Properties: {
          LogGroupName: { Ref: 'Group' },
          DestinationArn: { 'Fn::GetAtt': ['Fn', 'Arn'] },
          FilterPattern: '{ $.usage.apiKeyId = * }',
        },
      },
    },
    { print },
  );
  await client.send(new CreateLogStreamCommand({ logGroupName: '/e', logStreamName: 's' }));
  await put('/e', 's', '{"usage":{"apiKeyId":"1"}}', 'other', '{"usage":{"apiKeyId":"2"}}');
  const [line] = await eventually(() => {
    const found = laptop.logLines('/aws/lambda/test-Fn');
    return found.length > 0 ? found : null;
  });
  expect(line).toEqual({
    group: '/e',
    messages: ['{"usage":{"apiKeyId":"1"}}', '{"usage":{"apiKeyId":"2"}}'],
  });
});
