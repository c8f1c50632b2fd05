import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slotsOf } from '../notices/clock.ts';
import { deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { contradictionsIn, faultsOfChains } from './judge.ts';
import { newWebhook } from '../webhooks/webhook-bench.ts';
import { eventsOf, keysOf, webhooksOf } from './rehearsal.ts';
import { copyTables } from './table-pairs.ts';

let lost: Engine;
let copy: Engine;
let live: Engine;
let log: string[];
let kept: { id: string; key: string };
let deleted: { id: string; key: string };
let webhook: { id: string };
let folder: string;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'restore-'));
  file = join(folder, 'audit.jsonl');
  lost = await startEngine();
  copy = await startEngine(lost.endpoint);
  live = await startEngine(lost.endpoint);
  const { admin, clock } = await deploy(lost);
  // The program goes by the clock of the machine.
  clock.set(Date.now());
  const gateway = { accountId: '123456789012', apiId: 'a1b2c3', stage: 'prod' };
  await admin('registerApi', { body: { name: 'orders', gateway, routes: [{ method: 'GET', path: '/' }] } });
  const mint = async (name: string, fields: object = {}) =>
    (await admin('createApiKey', { body: { name, ...fields } })).body;
  kept = await mint('kept', { expiresIn: '90d' });
  deleted = await mint('deleted');
  const hear = async (name: string) => (await admin('createWebhook', { body: newWebhook({ name }) })).body;
  webhook = { id: (await hear('heard')).id };
  await copyTables(lost.tables, copy.tables);
  await admin('deleteApiKey', { at: { id: deleted.id } });
  await admin('rotateWebhookSecret', { at: webhook, body: { gracePeriod: '0s' } });
  await hear('a newer webhook');
  await mint('a newer one');
  log = (await eventsOf(lost.tables)).map((event) => JSON.stringify(event));
  writeFileSync(file, `${log.join('\n')}\n`);
}, 30_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await live?.stop();
  await copy?.stop();
  await lost?.stop();
});

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'scripts/restore/main.ts', ...args],
      { env: { PATH: process.env['PATH'], ...credentials, DYNAMODB_ENDPOINT: lost.endpoint, ...env } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

const tables = () => [
  `--credentials=${copy.tables.credentials}`,
  `--registry=${copy.tables.registry}`,
  `--live-credentials=${live.tables.credentials}`,
  `--live-registry=${live.tables.registry}`,
  `--live-outbox=${live.tables.outbox}`,
];

test('a dry run tells what it would write, and writes nothing', async () => {
  const { code, stdout, stderr } = await run([...tables(), '--events', file]);
  expect([code, stderr]).toEqual([0, expect.stringContaining(`read ${file}`)]);
  expect(stdout).toContain('1 roles, 1 users, 1 protected APIs, 1 webhooks and 2 keys would be written');
  expect(stdout).toContain('a newer one');
  expect(stdout).toContain('a newer webhook');
  expect(stdout).toContain('--apply');
  expect(await live.contents()).toEqual({});
  // Neither secrets nor hashes.
  expect(stdout + stderr).not.toMatch(/[0-9a-f]{64}|lk_[0-9A-Za-z]{10}/);
}, 30_000);

test('with the log from CloudWatch Logs, page by page, it writes what is missing; again, nothing', async () => {
  const asked: any[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { nextToken, ...input } = JSON.parse(body);
      asked.push(input);
      const at = Number(nextToken ?? 0);
      const events = log.slice(at, at + 3).map((message, n) => ({ eventId: `${at + n}`, message }));
      const more = at + 3 < log.length ? { nextToken: `${at + 3}` } : {};
      response.end(JSON.stringify({ events, ...more }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: url };
  try {
    const first = await run([...tables(), '--apply', '--stack', 'ours'], env);
    expect([first.code, first.stdout]).toEqual([0, expect.stringContaining('2 keys were written')]);
    const [was, is] = await Promise.all([lost.contents(), live.contents()]);
    for (const key of ['A#123456789012/a1b2c3/prod', 'STAGE#123456789012/a1b2c3/prod STAGE'])
      expect(is[key]).toEqual(was[key] ?? 'missing');
    expect(asked[0]).toMatchObject({ logGroupName: '/ours/audit', startTime: expect.any(Number) });
    const whole = await live.contents();
    const second = await run([...tables(), '--apply', '--log-group', '/another/audit'], env);
    expect([second.code, second.stdout]).toEqual([0, expect.stringContaining('0 keys were written')]);
    expect(asked.at(-1)).toMatchObject({ logGroupName: '/another/audit' });
    expect(await live.contents()).toEqual(whole);
  } finally {
    server.close();
  }
  const keys = await keysOf(live.tables);
  expect([keys.has(kept.id), keys.has(deleted.id)]).toEqual([true, false]);
  const webhooks = [...(await webhooksOf(live.tables)).values()];
  expect(webhooks).toMatchObject([{ ...webhook, url: newWebhook().url, secretVersion: 2 }]);
  // 30, 7 and 1 days before it expires, and when it does.
  expect(await slotsOf(live.tables, kept.id)).toHaveLength(4);
  expect(await slotsOf(live.tables, deleted.id)).toEqual([]);
  expect(await faultsOfChains(live.tables, [])).toEqual([]);
  expect(await contradictionsIn(live)).toEqual([]);
}, 60_000);

test.each<[what: string, args: () => string[], message: string]>([
  ['without tables', () => [], 'Give --credentials and --registry'],
  [
    'with tables mixed up',
    () => [
      `--credentials=${copy.tables.registry}`,
      `--registry=${copy.tables.credentials}`,
      ...tables().slice(2),
    ],
    'has the key pk, sk instead of pk',
  ],
  [
    'of a deployment that is not there',
    () => tables().slice(0, 2),
    'No table begins with latchkey-data-Credentials',
  ],
])(
  'called %s it says so, exit code 2',
  async (_, args, message) => {
    const { code, stderr, stdout } = await run(args());
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
  },
  30_000,
);

test('a log with a line that is no event is not worked with', async () => {
  const broken = join(folder, 'broken.jsonl');
  writeFileSync(broken, `${log.join('\n')}\n{"half": \n`);
  const { code, stderr } = await run([...tables(), '--events', broken]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(`line ${log.length + 1}: not an audit event`)]);
});

test('where something is in doubt the exit code is 1, and it is named', async () => {
  const next = await startEngine(lost.endpoint);
  try {
    const gap = join(folder, 'gap.jsonl');
    const first = log.map((line) => JSON.parse(line)).find(({ target }) => target.id === kept.id);
    // Something stands behind an event that is not there.
    writeFileSync(gap, [...log, JSON.stringify({ ...first, sequence: 9 })].join('\n'));
    const { code, stdout } = await run([
      ...tables().slice(0, 2),
      `--live-credentials=${next.tables.credentials}`,
      `--live-registry=${next.tables.registry}`,
      `--live-outbox=${next.tables.outbox}`,
      `--events=${gap}`,
    ]);
    expect([code, stdout]).toEqual([1, expect.stringContaining('In doubt')]);
  } finally {
    await next.stop();
  }
});
