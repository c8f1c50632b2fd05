import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
  expect(packed.files.toSorted()).toEqual(['LICENSE', 'README.md', 'dist/latchkey.cjs', 'package.json']);
  expect((await latchkey('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await latchkey('--help')).stdout).toContain('keys');
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
