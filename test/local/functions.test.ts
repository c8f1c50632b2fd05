import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LambdaFunction } from '../../local/functions/lambda-function.ts';
import { eventually } from './laptop.ts';

let folder: string;
let lines: string[];
let functions: LambdaFunction[];

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'function-')), 'bundle');
  mkdirSync(folder);
  lines = [];
  functions = [];
});

afterEach(async () => {
  await Promise.all(functions.map((fn) => fn.end()));
  rmSync(dirname(folder), { recursive: true });
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
    {
      dynamodb: 'http://dynamodb',
      logs: 'http://logs',
      cognito: 'http://cognito',
      s3: '',
      secrets: 'http://secrets',
      events: 'http://events',
      mail: 'http://mail',
      lambda: 'http://lambda',
      trustedFolder: join(folder, 'trusted'),
    },
    (line) => lines.push(line),
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
    AWS_SESSION_TOKEN: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: 'http://dynamodb',
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://logs',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://secrets',
    AWS_ENDPOINT_URL_EVENTBRIDGE: 'http://events',
    AWS_ENDPOINT_URL_SESV2: 'http://mail',
    AWS_ENDPOINT_URL_LAMBDA: 'http://lambda',
  });
  expect(
    ['PATH', 'OF_THE_SERVER', 'NODE_COMPILE_CACHE'].filter((name) => name in (answer.env as object)),
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
  expect(threads).toBeLessThanOrEqual(16);
});

test('events that wait for what is elsewhere do not hold up the others for long', async () => {
  // It answers once eight of them run at the same time: four would wait for the other four for ever.
  const running = join(folder, 'running');
  const fn = makeFunction(
    `const { appendFileSync, readFileSync } = require('node:fs'); exports.handler = async () => {
      appendFileSync(${JSON.stringify(running)}, '1');
      while (readFileSync(${JSON.stringify(running)}).length < 8) await new Promise((done) => setTimeout(done, 20));
      return 'all are here'; };`,
    25_000,
  );
  const answers = await Promise.all(Array.from({ length: 8 }, () => invoke(fn)));
  expect(new Set(answers)).toEqual(new Set(['all are here']));
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

const prefix = (level: string) => new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\\t[0-9a-f-]{36}\\t${level}\\t`);

test('answers and logs an error as Lambda does', async () => {
  const fn = makeFunction(`exports.handler = async () => { throw new RangeError('too far'); };`);
  const error = { errorType: 'RangeError', errorMessage: 'too far' };
  expect(await invoke(fn)).toMatchObject(error);
  const [line = ''] = lines;
  expect(lines).toHaveLength(1);
  expect(line).toMatch(prefix('ERROR'));
  const [, , , text, json = ''] = line.split('\t');
  expect(text).toBe('Invoke Error ');
  expect(JSON.parse(json)).toEqual({ ...error, stack: expect.any(Array) });
});

test('tells why a function cannot be loaded', async () => {
  const thrown = await makeFunction(`throw new Error('no module')`).warmUp();
  expect(thrown).toMatchObject({ errorMessage: 'no module' });
  const missing = await makeFunction('exports.other = 1').warmUp();
  expect(missing).toMatchObject({ errorMessage: 'the bundle exports no function handler' });
  expect(await makeFunction('exports.handler = async () => 1').warmUp()).toBeNull();
});

test('what goes through the console gets the prefix of the text format, what is printed past it does not', async () => {
  const fn = makeFunction(`console.log('at start'); exports.handler = async () => {
    console.log('two\\nlines', { a: 1 }); console.error('bad'); console.log(JSON.stringify({ usage: 1 }));
    process.stdout.write('raw\\n{"own":true}\\n'); process.stderr.write('\\u001eraw too\\n'); };`);
  await invoke(fn);
  await eventually(() => lines.length === 7);
  expect(lines.map((line) => line.split('\t').at(-1))).toEqual(
    expect.arrayContaining(['at start', 'two\nlines { a: 1 }', 'bad', '{"usage":1}', 'raw', '{"own":true}']),
  );
  const [start, ...others] = lines.filter((line) => line.includes('\t'));
  expect(start).toMatch(/Z\tundefined\tINFO\tat start$/);
  expect(others.map((line) => prefix('(INFO|ERROR)').exec(line)?.[1])).toEqual(['INFO', 'ERROR', 'INFO']);
  expect(lines).toEqual(expect.arrayContaining(['raw', '{"own":true}', '\u001eraw too']));
});

test('an event or answer over six megabytes is an error', async () => {
  const fn = makeFunction(`exports.handler = async ({ size }) => 'x'.repeat(size ?? 0);`);
  const tooLarge = 6 * 1024 * 1024;
  expect(await invoke(fn, { padding: 'x'.repeat(tooLarge) })).toMatchObject({
    errorType: 'RequestTooLargeException',
  });
  expect(await invoke(fn, { size: tooLarge })).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
});
