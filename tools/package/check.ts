/**
 * `npm run client:package`, after `npm ci --prefix tools/package`: whether the TypeScript client works for those who install
 * it. It is packed, looked at by publint and by "are the types wrong", installed in empty projects, and used there as an
 * ECMAScript module and as CommonJS in Node.js 20 and in the Node.js that runs this, and bundled in Chromium.
 *
 * Prints what was found. Exit code: 0 nothing, 1 something.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { Chromium, findChromium } from '../../test/attacks/chromium.ts';
import { pack, plainEnvironment } from './packing.ts';
import { expected, startApi, useOf } from './trial.ts';

const run = promisify(execFile);
const here = import.meta.dirname;
const tool = (name: string) => join(here, 'node_modules/.bin', name);
const work = mkdtempSync(join(tmpdir(), 'latchkey-package-'));
async function check(what: string, found: () => Promise<string | null>): Promise<void> {
  const fault = await found().catch((error: unknown) => {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return `${String(error)}\n${stdout}${stderr}`;
  });
  console.log(fault === null ? `${what}: nothing found` : `${what}: ${fault}`);
  if (fault !== null) process.exitCode = 1;
}

/** An empty project with the package in it. */
async function install(archive: string, type: 'module' | 'commonjs'): Promise<string> {
  const project = join(work, type);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type }));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', archive], {
    cwd: project,
    env: plainEnvironment,
  });
  return project;
}

async function inNode(node: string, project: string, type: 'module' | 'commonjs', origin: string) {
  const file = join(project, 'trial.js');
  writeFileSync(file, useOf(type, origin));
  const { stdout } = await run(node, [file]);
  return stdout.trim() === expected ? null : `said ${stdout}`;
}

async function inChromium(
  project: string,
  api: Awaited<ReturnType<typeof startApi>>,
): Promise<string | null> {
  const chromium = findChromium();
  if (chromium === null) return 'is not installed';
  const stdin = { contents: useOf('module', api.origin), resolveDir: project };
  const bundled = await build({ stdin, bundle: true, write: false, platform: 'browser', format: 'iife' });
  api.serveScript(bundled.outputFiles[0]?.text ?? '');
  const browser = await Chromium.start(chromium, {});
  try {
    const page = await browser.open(`${api.origin}/`);
    const said = await page.evaluate('said');
    return said === expected ? null : `said ${said}`;
  } finally {
    await browser.stop();
  }
}

const api = await startApi();
try {
  const { archive } = await pack('clients/typescript', work);
  await check('publint', () => run(tool('publint'), [archive, '--strict']).then(() => null));
  // Resolution as in Node.js 10 knows no exports.
  await check('Types', () => run(tool('attw'), [archive, '--profile', 'node16']).then(() => null));
  const nodes = { 'Node.js 20': tool('node'), [`Node.js ${process.versions.node}`]: process.execPath };
  for (const type of ['module', 'commonjs'] as const) {
    const project = await install(archive, type);
    for (const [name, node] of Object.entries(nodes))
      await check(`${name}, ${type}`, () => inNode(node, project, type, api.origin));
  }
  await check('Chromium', () => inChromium(join(work, 'module'), api));
} finally {
  api.close();
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
