import assert from 'node:assert/strict';
import { execFile, type ExecFileOptions } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { plainEnvironment } from '../packing.ts';

/** Longer than npm needs with a slow registry. */
const timeout = 90_000;
const quiet = ['--no-audit', '--no-fund', '--loglevel', 'error'];

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
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true }');
  const inProject = { cwd: project, env: plainEnvironment };
  await run('npm', ['install', ...quiet, archive], inProject);
  assert.equal(
    (await run('npx', ['--no-install', 'latchkey', '--version'], inProject)).stdout,
    `${version}\n`,
  );

  const empty = join(work, 'empty');
  mkdirSync(empty);
  const inEmpty = { cwd: empty, env: { ...plainEnvironment, npm_config_cache: join(work, 'npx-cache') } };
  const fetched = await run('npx', ['--yes', '--package', archive, 'latchkey', '--version'], inEmpty);
  assert.equal(fetched.stdout, `${version}\n`);

  const prefix = join(work, 'prefix');
  await run('npm', ['install', ...quiet, '--global', '--prefix', prefix, archive], inProject);
  const program = join(prefix, 'bin/latchkey');
  assert.equal((await run(program, ['--version'])).stdout, `${version}\n`);
  return program;
}
