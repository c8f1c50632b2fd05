/**
 * `npm run client:python`: whether the Python client works for those who install it. Its wheel is made, installed without a
 * network in a new virtual environment, and tested there: by itself, against the TypeScript client, and against `npm start`.
 *
 * Python is `python3`, or what the environment variable PYTHON names. Exit code: 0 all passed, 1 something did not.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LatchkeyProcess } from '../../test/e2e/latchkey-process.ts';
import { python, packWheel } from './packing.ts';
import { agreementCases } from './python-cases.ts';

const run = promisify(execFile);
const tests = join(import.meta.dirname, '../../clients/python/tests');
const work = mkdtempSync(join(tmpdir(), 'latchkey-python-'));
let server: LatchkeyProcess | null = null;
try {
  const wheel = await packWheel(work);
  const environment = join(work, 'environment');
  await run(python, ['-m', 'venv', environment]);
  const installed = join(environment, 'bin/python');
  await run(installed, ['-m', 'pip', 'install', '--no-index', '--disable-pip-version-check', wheel]);
  const cases = join(work, 'cases.json');
  writeFileSync(cases, await agreementCases());
  server = await LatchkeyProcess.start();
  const { url, adminKey } = server.bootstrap;
  const { PYTHONPATH: _, ...env } = process.env;
  const options = ['-m', 'unittest', 'discover', '-s', tests];
  const { stderr } = await run(installed, options, {
    cwd: work,
    env: {
      ...env,
      LATCHKEY_URL: url,
      LATCHKEY_API_KEY: adminKey,
      LATCHKEY_CASES: cases,
      PYTHONDONTWRITEBYTECODE: '1',
    },
    maxBuffer: 100_000_000,
  });
  console.log(stderr.trim());
  if (/skipped/.test(stderr)) throw new Error('Tests were skipped, although all that they need is there');
} catch (error) {
  const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
  console.log(`${String(error)}\n${stdout}${stderr}`);
  process.exitCode = 1;
} finally {
  await server?.stop();
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
