import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaFunction } from '../../local/functions/lambda-function.ts';
import { eventually } from './laptop.ts';

let folder: string;
let lines: Record<string, unknown>[];
let functions: LambdaFunction[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'function-'));
  lines = [];
  functions = [];
});

afterEach(async () => {
  await Promise.all(functions.map((fn) => fn.end()));
  rmSync(folder, { recursive: true });
});

function makeFunction(source: string, timeoutMs = 5_000): LambdaFunction {
  writeFileSync(join(folder, 'index.js'), source);
  const fn = new LambdaFunction(
    {
      name: 'fn',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:fn',
      codePath: folder,
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      timeoutMs,
      memoryMb: 256,
      environment: { GIVEN: 'yes' },
      logGroupName: '/fn',
    },
    { dynamodb: 'http://dynamodb', logs: 'http://logs' },
    (line) => lines.push(JSON.parse(line)),
  );
  functions.push(fn);
  return fn;
}

async function invoke(fn: LambdaFunction, event: unknown = {}): Promise<unknown> {
  const result = await fn.invoke(event);
  return result.ok ? JSON.parse(result.payload) : result.error;
}

test('gives a function its event, its context and nothing of the server environment', async () => {
  process.env.OF_THE_SERVER = 'secret';
  const fn = makeFunction(`exports.handler = async (event, context) => ({ event, name: context.functionName,
    id: context.awsRequestId, left: context.getRemainingTimeInMillis(), env: process.env, zone: new Date(0).toString() });`);
  const answer = (await invoke(fn, { a: 1 })) as Record<string, unknown>;
  delete process.env.OF_THE_SERVER;
  expect(answer).toMatchObject({ event: { a: 1 }, name: 'fn', id: expect.any(String) });
  expect(answer.left).toBeGreaterThan(4_000);
  expect(answer.env).toMatchObject({
    GIVEN: 'yes',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_DYNAMODB: 'http://dynamodb',
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://logs',
  });
  expect(
    Object.keys(answer.env as object).filter((name) => name === 'PATH' || name === 'OF_THE_SERVER'),
  ).toEqual([]);
});

test('an environment serves one event at a time; several run side by side', async () => {
  const fn = makeFunction(`let running = 0; exports.handler = async () => { running++;
    await new Promise((done) => setTimeout(done, 50)); const most = running; running--;
    return { most, thread: require('node:worker_threads').threadId }; };`);
  const answers = (await Promise.all(Array.from({ length: 12 }, () => invoke(fn)))) as {
    most: number;
    thread: number;
  }[];
  expect(answers.every(({ most }) => most === 1)).toBe(true);
  const threads = new Set(answers.map(({ thread }) => thread)).size;
  expect(threads).toBeGreaterThan(1);
  expect(threads).toBeLessThanOrEqual(4);
});

test('a warm environment keeps its state, a timed-out or crashed one is replaced', async () => {
  const fn = makeFunction(
    `let count = 0; exports.handler = async ({ mode }) => {
      if (mode === 'spin') for (;;);
      if (mode === 'hang') await new Promise(() => {});
      if (mode === 'exit') process.exit(3);
      if (mode === 'late') { setTimeout(() => { throw new Error('late'); }); await new Promise(() => {}); }
      return ++count; };`,
    300,
  );
  expect(await invoke(fn)).toBe(1);
  expect(await invoke(fn)).toBe(2);
  for (const mode of ['spin', 'hang']) {
    expect(await invoke(fn, { mode })).toMatchObject({ errorMessage: 'Task timed out after 0.30 seconds' });
    expect(await invoke(fn)).toBe(1);
  }
  expect(await invoke(fn, { mode: 'exit' })).toMatchObject({ errorType: 'Runtime.ExitError' });
  expect(await invoke(fn)).toBe(1);
  expect(await invoke(fn, { mode: 'late' })).toMatchObject({ errorMessage: expect.stringContaining('late') });
  expect(await invoke(fn)).toBe(1);
});

test('answers and logs an error as Lambda does', async () => {
  const fn = makeFunction(`exports.handler = async () => { throw new RangeError('too far'); };`);
  const error = { errorType: 'RangeError', errorMessage: 'too far' };
  expect(await invoke(fn)).toMatchObject(error);
  expect(lines).toMatchObject([{ level: 'ERROR', message: { ...error, stackTrace: expect.any(Array) } }]);
});

test('tells why a function cannot be loaded', async () => {
  const thrown = await makeFunction(`throw new Error('no module')`).warmUp();
  expect(thrown).toMatchObject({ errorMessage: 'no module' });
  const missing = await makeFunction('exports.other = 1').warmUp();
  expect(missing).toMatchObject({ errorMessage: 'the bundle exports no function handler' });
  expect(await makeFunction('exports.handler = async () => 1').warmUp()).toBeNull();
});

test('what is printed becomes one JSON line each; JSON stays what it is', async () => {
  const fn = makeFunction(`exports.handler = async () => {
    console.log('two\\nlines', { a: 1 }); console.error('bad'); console.log(JSON.stringify({ usage: 1 }, null, 2));
    process.stdout.write('raw\\n{"own":true}\\n'); };`);
  await invoke(fn);
  await eventually(() => lines.length === 5);
  expect(lines).toMatchObject([
    { level: 'INFO', message: 'two\nlines { a: 1 }', requestId: expect.any(String) },
    { level: 'ERROR', message: 'bad' },
    { usage: 1 },
    { level: 'INFO', message: 'raw' },
    { own: true },
  ]);
});

test('an event or answer over six megabytes is an error', async () => {
  const fn = makeFunction(`exports.handler = async ({ size }) => 'x'.repeat(size ?? 0);`);
  const tooLarge = 6 * 1024 * 1024;
  expect(await invoke(fn, { padding: 'x'.repeat(tooLarge) })).toMatchObject({
    errorType: 'RequestTooLargeException',
  });
  expect(await invoke(fn, { size: tooLarge })).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
});
