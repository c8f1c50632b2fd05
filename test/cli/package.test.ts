import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PretendDeployment } from './pretend-deployment.ts';
import { serviceConfiguration } from './records.ts';
import { pack, type Packed } from '../../tools/package/packing.ts';

const run = promisify(execFile);

/** npm takes a second, but for a machine that is busy otherwise. */
const slowlyMs = 120_000;

let project: string;
let packed: Packed;
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'latchkey-cli-package-'));
  packed = await pack('cli', project);
  await run('tar', ['-xzf', packed.archive, '-C', project]);
}, slowlyMs);
afterAll(() => rmSync(project, { recursive: true, force: true }));

const latchkey = async (...args: string[]) => {
  const env = { PATH: process.env['PATH'], LATCHKEY_CONFIG_DIR: join(project, 'profiles') };
  const file = join(project, 'package/dist/latchkey.cjs');
  return await run(process.execPath, [file, ...args], { env }).catch(
    (error: unknown) => error as { stdout: string; stderr: string; code: number },
  );
};

test('the package is one program, and runs where nothing else is installed', async () => {
  expect(packed.files.toSorted()).toEqual([
    'LICENSE',
    'README.md',
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/latchkey.cjs',
    'package.json',
  ]);
  expect((await latchkey('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await latchkey('--help')).stdout).toContain('keys');
});

test('the licences of what is bundled are in it', () => {
  const notices = readFileSync(join(project, 'package/dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  const parts = notices.split(`\n${'-'.repeat(80)}\n\n`).slice(1);
  expect(parts.filter((part) => !/^\S+ \S+ \(\S+\)\n\n(.*\n){3}/.test(part))).toEqual([]);
  const named = parts.map((part) => part.split(' ', 1)[0]);
  const bundled = [
    '@clack/prompts',
    'cli-table3',
    'commander',
    'oauth4webapi',
    'open',
    'openid-client',
    'yaml',
  ];
  expect(named).toEqual(expect.arrayContaining(bundled));
});

test('what is needed now and then is in it: each format, and the ways in', async () => {
  for (const format of ['table', 'json', 'jsonl', 'yaml', 'csv']) {
    expect(await latchkey('status', '--output', format)).toMatchObject({
      code: 4,
      stderr: '',
      stdout: expect.stringContaining('default'),
    });
  }
});

test('without the package of the keyring it says so, and stores nothing', async () => {
  const { code, stderr } = (await latchkey('login', 'http://127.0.0.1:9')) as {
    code?: number;
    stderr: string;
  };
  expect([code, stderr]).toEqual([1, expect.stringContaining('keyring')]);
});

test('people sign in with it, by a code that they enter elsewhere', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const deployment = new PretendDeployment();
  deployment.pendingPolls = 0;
  const [api, issuer] = ['https://api.example.com', 'https://login.example.com'];
  server.on('request', (request, response) => {
    void (async () => {
      const body = Buffer.concat(await request.toArray()).toString();
      const host = request.url?.startsWith('/api/') === true ? api : issuer;
      const init = { method: request.method ?? 'GET', ...(body !== '' && { body }) };
      const answer = await deployment.fetch(`${host}${request.url}`, init);
      const text = (await answer.text()).replaceAll(api, origin).replaceAll(issuer, origin);
      response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(text);
    })();
  });
  const place = `${origin}${new URL(serviceConfiguration.apiUrl).pathname}`;
  const { stderr } = await latchkey('login', place, '--no-browser', '--insecure-storage');
  expect(stderr).toContain('and enter: WDJB-MJHT\n');
  expect(stderr).toContain(`Signed in at ${place} as ann@example.com.\n`);
  expect((await latchkey('whoami', '--quiet')).stdout).toBe('ann@example.com\n');
  server.close();
  server.closeAllConnections();
});
