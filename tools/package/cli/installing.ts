import assert from 'node:assert/strict';
import { execFile, type ExecFileOptions } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { plainEnvironment } from '../packing.ts';

/** Milliseconds; longer than npm needs with a slow registry. */
const timeout = 300_000;
const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel', 'error'];

/** @throws Error where the program fails, or does not end */
const run = async (file: string, args: readonly string[], options: ExecFileOptions = {}) =>
  await promisify(execFile)(file, args, { ...options, encoding: 'utf8', timeout, killSignal: 'SIGKILL' });

/**
 * Installs the packed command line as people do: in an empty project, where npx runs it, and globally, with a prefix of its
 * own. The keyring's package comes from the registry.
 *
 * @returns the path of the global program
 */
export async function install(archive: string, work: string, version: string): Promise<string> {
  const project = join(work, 'project');
  const empty = join(work, 'empty');
  const prefix = join(work, 'prefix');
  const program = join(prefix, 'bin/latchkey');
  for (const each of [project, empty]) mkdirSync(each);
  writeFileSync(join(project, 'package.json'), '{ "private": true }');
  const inProject = { cwd: project, env: plainEnvironment };
  const inEmpty = { cwd: empty, env: { ...plainEnvironment, npm_config_cache: join(work, 'npx-cache') } };
  const printed = await Promise.all([
    run('npm', ['install', ...quiet, archive], inProject).then(() =>
      run('npx', ['--no-install', 'latchkey', '--version'], inProject),
    ),
    run('npx', ['--yes', '--package', archive, 'latchkey', '--version'], inEmpty),
    run('npm', ['install', ...quiet, '--global', '--prefix', prefix, archive], inEmpty).then(() =>
      run(program, ['--version']),
    ),
  ]);
  for (const { stdout } of printed) assert.equal(stdout, `${version}\n`);
  return program;
}
