import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import type { TemplateResource } from '../../local/template/template.ts';
import { eventually, functionResource, Laptop } from './laptop.ts';

/** Prints what it gets, and fails as it is told to: for ever, or until it has been tried so often. */
const worker = `let tries = 0; exports.handler = async (event, { awsRequestId, invokedFunctionArn }) => {
  process.stdout.write(JSON.stringify({ got: event, requestId: awsRequestId, arn: invokedFunctionArn }) + '\\n');
  if (event.failsTimes > tries++) throw new RangeError('not yet');
  return { doubled: event.n * 2 }; };`;
/** Calls the other, by its environment alone, with the SDK. */
const caller = `const { LambdaClient, InvokeCommand } = require(${JSON.stringify(
  join(import.meta.dirname, '../../node_modules/@aws-sdk/client-lambda'),
)});
exports.handler = async ({ type, payload }) => {
  const { StatusCode, Payload } = await new LambdaClient().send(new InvokeCommand({
    FunctionName: process.env.WORKER, InvocationType: type, Payload: JSON.stringify(payload) }));
  return { StatusCode, payload: !Payload?.length ? null : Buffer.from(Payload).toString() }; };`;

const resources: Record<string, TemplateResource> = {
  Worker: functionResource('worker'),
  Caller: functionResource('caller', {
    Timeout: 20,
    Environment: { Variables: { WORKER: { 'Fn::GetAtt': ['Worker', 'Arn'] } } },
  }),
};

let laptop: Laptop;
let client: LambdaClient;
let said: string[];
const { error } = console;

beforeEach(async () => {
  said = [];
  console.error = (line: string) => said.push(line);
  laptop = await Laptop.start();
  await laptop.deploy(resources, { worker, caller });
  client = new LambdaClient({
    endpoint: laptop.cloud.endpoints.lambda,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  await laptop.stopAndForget();
  console.error = error;
});

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:test-Worker';
const invoke = (input: Partial<InvokeCommandInput>) =>
  client.send(new InvokeCommand({ FunctionName: arn, Payload: '{"n":1}', ...input }));

function got(): Record<string, unknown>[] {
  return laptop.logLines('/aws/lambda/test-Worker').filter((line) => 'got' in line);
}

const queued = () => readdirSync(join(laptop.folder, 'invocations')).filter((name) => name.endsWith('.json'));

test('a function invokes another one, and has its answer or does not wait for it', async () => {
  const fn = laptop.cloud.functions.use('test-Caller');
  const waited = await fn.invoke({ type: 'RequestResponse', payload: { n: 21 } });
  expect(waited).toEqual({ ok: true, payload: '{"StatusCode":200,"payload":"{\\"doubled\\":42}"}' });
  const left = await fn.invoke({ type: 'Event', payload: { n: 1 } });
  expect(left).toEqual({ ok: true, payload: '{"StatusCode":202,"payload":null}' });
  await eventually(() => got().length === 2);
  await eventually(() => queued().length === 0);
});

test.each(['test-Worker', 'test-Worker:live', arn, `${arn}:3`, '000000000000:function:test-Worker'])(
  'a function is named %s',
  async (FunctionName) => {
    const { Payload, ExecutedVersion } = await invoke({ FunctionName });
    expect([Payload?.transformToString(), ExecutedVersion]).toEqual(['{"doubled":2}', '$LATEST']);
  },
);

test('a version or alias is told to the function', async () => {
  await invoke({ Qualifier: 'live' });
  await eventually(() => got().length === 1);
  expect(got()).toEqual([expect.objectContaining({ arn: `${arn}:live` })]);
});

test('an error of the function is its answer, and no error of the call', async () => {
  const { StatusCode, FunctionError, Payload } = await invoke({ Payload: '{"failsTimes":9}' });
  expect([StatusCode, FunctionError]).toEqual([200, 'Unhandled']);
  expect(JSON.parse(Payload?.transformToString() ?? '')).toEqual({
    errorType: 'RangeError',
    errorMessage: 'not yet',
    trace: expect.any(Array),
  });
});

test('an event is tried again under the same id until the function succeeds', async () => {
  const { $metadata } = await invoke({ InvocationType: 'Event', Payload: '{"failsTimes":2}' });
  await eventually(() => got().length === 3);
  expect(new Set(got().map(({ requestId }) => requestId))).toEqual(new Set([$metadata.requestId]));
  await eventually(() => queued().length === 0);
  expect(said).toEqual([]);
});

test('an event that is given up is told', async () => {
  await invoke({ InvocationType: 'Event', Payload: '{"failsTimes":9}' });
  await eventually(() => said.length > 0);
  expect(said).toEqual(['test-Worker: gave up on an event (RetriesExhausted)']);
  await eventually(() => queued().length === 0);
});

test('what an earlier server has accepted is invoked at the next start', async () => {
  await laptop.stop();
  mkdirSync(join(laptop.folder, 'invocations'), { recursive: true });
  const leave = (requestId: string, functionArn: string) =>
    writeFileSync(
      join(laptop.folder, 'invocations', `${requestId}.json`),
      JSON.stringify({ functionArn, requestId, acceptedAtMs: Date.now(), payload: { n: 5 } }),
    );
  leave('a', arn);
  leave('b', `${arn}Gone`);
  const damaged = join(laptop.folder, 'invocations', 'c.json');
  writeFileSync(damaged, '{"functionArn"');
  laptop = await Laptop.start(laptop.folder);
  await laptop.deploy(resources, { worker, caller });
  await eventually(() => queued().length === 1 && got().length === 1 && said.length === 2);
  expect(got()).toEqual([{ got: { n: 5 }, requestId: 'a', arn }]);
  expect(queued()).toEqual(['c.json']);
  expect(said.toSorted()).toEqual([
    `${damaged} is damaged, and left out`,
    'test-WorkerGone: gave up on an event, since the templates have no such function any more',
  ]);
});

test.each<[string, Partial<InvokeCommandInput>, object]>([
  [
    'an unknown function',
    { FunctionName: 'other' },
    {
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:other',
      $metadata: { httpStatusCode: 404 },
    },
  ],
  [
    'what is no JSON',
    { Payload: '{' },
    { name: 'InvalidRequestContentException', $metadata: { httpStatusCode: 400 } },
  ],
  [
    'an event that is too large',
    { InvocationType: 'Event', Payload: `"${'x'.repeat(1024 * 1024 - 1)}"` },
    {
      name: 'RequestEntityTooLargeException',
      message: '1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
      $metadata: { httpStatusCode: 413 },
    },
  ],
  [
    'a request that is too large',
    { Payload: `"${'x'.repeat(6 * 1024 * 1024)}"` },
    { name: 'RequestTooLargeException', $metadata: { httpStatusCode: 413 } },
  ],
])('refused as Lambda refuses: %s', async (_what, input, refusal) => {
  await expect(invoke(input)).rejects.toMatchObject(refusal);
});

test('an event as large as they may be is taken, and a trial run runs nothing', async () => {
  const Payload = `"${'x'.repeat(1024 * 1024 - 2)}"`;
  expect((await invoke({ InvocationType: 'Event', Payload })).StatusCode).toBe(202);
  await eventually(() => got().length === 1);
  expect((await invoke({ InvocationType: 'DryRun' })).StatusCode).toBe(204);
  expect(got()).toHaveLength(1);
});

test('a function that another one is told of is loaded at the first start', async () => {
  const broken = 'throw new Error("no module")';
  await expect(laptop.deploy(resources, { worker: broken, caller })).rejects.toThrow(
    'the function test-Worker cannot be loaded: Error: no module',
  );
});
