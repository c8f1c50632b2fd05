/**
 * `npm run client:cli`: whether the command line works for those who install it. It is packed, installed in the ways that
 * people have, and used against `npm start`: with and without a keyring (GNOME's, which has to be installed), with pipes and in
 * a terminal, and by commands that get a key of their own. All its exit codes are met. Linux only: it looks into /proc.
 *
 * Exit code: 0 all is as it shall be, 1 something is not, or takes too long.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { exitCodes } from '../../cli/src/exit-code.ts';
import { LatchkeyProcess } from '../../test/e2e/latchkey-process.ts';
import { findPlaintext } from '../../test/e2e/secrecy.ts';
import { within } from './cli/bound.ts';
import { Computer } from './cli/computer.ts';
import { install } from './cli/installing.ts';
import { useKeyring, withKeyring, withoutKeyring } from './cli/keyring.ts';
import { endProcesses } from './cli/processes.ts';
import { runCommands } from './cli/running.ts';
import { meetRefusals, useTerminal } from './cli/terminal.ts';
import { pack } from './packing.ts';

/** Many times what a step takes on a machine that has nothing else to do. */
const stepSeconds = 100;
/** Where packages come from the registry, which can be slow. */
const registrySeconds = 330;
/** What is needed beside Node.js and npm. */
const programs = ['script', 'dbus-run-session', 'gnome-keyring-daemon'];
const secretShape = /lk_\w{49}|eyJ[\w.-]{8,}/g;
const root = join(import.meta.dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'latchkey-cli-'));
const codes = new Set<number>();

/** The exit codes that the README tells of. */
function documentedCodes(): number[] {
  const [, table = ''] =
    /## Exit codes\n([^]*?)\n## /.exec(readFileSync(join(root, 'cli/README.md'), 'utf8')) ?? [];
  return [...table.matchAll(/^\| (\d+) /gm)].map(([, code]) => Number(code));
}

/** @throws Error that names what this computer has not got */
function lookForPrograms(): void {
  const places = (process.env['PATH'] ?? '').split(':');
  const lacking = programs.filter((name) => !places.some((place) => existsSync(join(place, name))));
  if (lacking.length > 0)
    throw new Error(`Not installed: ${lacking.join(', ')}. In Debian: bsdutils, dbus, gnome-keyring`);
}

/** @throws Error with what did not hold, or took too long */
async function step<T>(what: string, take: () => Promise<T>, seconds = stepSeconds): Promise<T> {
  const begunAt = performance.now();
  const result = await within(seconds, () => what, take()).catch((cause: unknown) => {
    throw new Error(`${what}: not as it shall be`, { cause });
  });
  console.log(`${what}: as it shall be (${((performance.now() - begunAt) / 1_000).toFixed(1)} s)`);
  return result;
}

try {
  lookForPrograms();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  // What one waits for, the other has the processor for.
  const [program, server] = await Promise.all([
    step(
      'Packed, and installed in a project, with npx, and globally',
      async () => await install((await pack('cli', work)).archive, work, version),
      registrySeconds,
    ),
    step('Server', () =>
      LatchkeyProcess.start({
        args: ['-c', 'rateLimitTiers={"tiny":1,"enterprise":null}'],
        dataFolder: join(work, 'data'),
      }),
    ),
  ]);
  const { url, adminKey } = server.bootstrap;
  const computer = (name: string) => new Computer(join(work, name), program, codes);
  await step('Without a keyring', () => withoutKeyring(computer('bare'), url, adminKey));
  const desk = computer('desk');
  await withKeyring(desk, async () => {
    await step('With a keyring', () => useKeyring(desk, url, adminKey));
    await step('In a terminal', () => useTerminal(desk, url));
    await step('Commands with a key of their own', () => runCommands(desk));
    await step('Refusals', () => meetRefusals(desk));
  });
  const documented = documentedCodes();
  assert.deepEqual(documented, Object.values(exitCodes));
  const unmet = documented.filter((code) => !codes.has(code));
  assert.deepEqual(unmet, [], 'Exit codes that were not met');
  await step('Server ended', () => server.stop());
  assert.deepEqual(findPlaintext(server), []);
} catch (error) {
  console.log(inspect(error).replaceAll(secretShape, '(secret)'));
  process.exitCode = 1;
} finally {
  endProcesses(work);
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
// What was waited for in vain is not waited for any longer.
process.exit();
