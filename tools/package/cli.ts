/**
 * `npm run client:cli`: whether the command line works for those who install it. It is packed, installed in the ways that
 * people have, and used against `npm start`: with and without a keyring (GNOME's, which has to be installed), with pipes and in
 * a terminal. All its exit codes are met.
 *
 * Exit code: 0 all is as it shall be, 1 something is not.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LatchkeyProcess } from '../../test/e2e/latchkey-process.ts';
import { findPlaintext } from '../../test/e2e/secrecy.ts';
import { Computer } from './cli/computer.ts';
import { install } from './cli/installing.ts';
import { withKeyring, withoutKeyring } from './cli/keyring.ts';
import { runCommands } from './cli/running.ts';
import { meetRefusals, useTerminal } from './cli/terminal.ts';
import { pack } from './packing.ts';

const root = join(import.meta.dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'latchkey-cli-'));
const codes = new Set<number>();

/** The exit codes that the README tells of. */
function documentedCodes(): number[] {
  const [, table = ''] =
    /## Exit codes\n([^]*?)\n## /.exec(readFileSync(join(root, 'cli/README.md'), 'utf8')) ?? [];
  return [...table.matchAll(/^\| (\d+) /gm)].map(([, code]) => Number(code));
}

async function step<T>(what: string, take: () => Promise<T>): Promise<T> {
  const result = await take().catch((error: unknown) => {
    console.log(`${what}: ${String(error)}`);
    throw error;
  });
  console.log(`${what}: as it shall be`);
  return result;
}

let server: LatchkeyProcess | null = null;
try {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const { archive } = await pack('cli', work);
  const program = await step('Installed in a project, with npx, and globally', () =>
    install(archive, work, version),
  );
  server = await LatchkeyProcess.start({ args: ['-c', 'rateLimitTiers={"tiny":1,"enterprise":null}'] });
  const { url, adminKey } = server.bootstrap;
  const computer = (name: string) => new Computer(join(work, name), program, codes);
  await step('Without a keyring', () => withoutKeyring(computer('bare'), url, adminKey));
  const desk = computer('desk');
  await withKeyring(desk, url, adminKey, async () => {
    console.log('With a keyring: as it shall be');
    await step('In a terminal', () => useTerminal(desk, url));
    await step('Commands with a key of their own', () => runCommands(desk));
    await step('Refusals', () => meetRefusals(desk));
  });
  await step('Exit codes', async () => {
    const met = documentedCodes().filter((code) => codes.has(code));
    assert.ok(met.length > 10);
    assert.deepEqual(met, documentedCodes());
  });
  await server.stop();
  assert.deepEqual(findPlaintext(server), []);
} catch (error) {
  const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
  console.log(`${error instanceof Error ? error.stack : String(error)}\n${stdout}${stderr}`);
  process.exitCode = 1;
} finally {
  await server?.stop();
  server?.removeData();
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
