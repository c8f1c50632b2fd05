import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { pack, packages, plainEnvironment } from '../../tools/package/packing.ts';
import { readmePrograms } from '../support/readme-programs.ts';

const run = promisify(execFile);
const root = process.cwd();

/** npm and the compiler take a second, but for a machine that is busy otherwise. */
const slowlyMs = 120_000;

/** A project of somebody's that has installed the package. */
let project: string;
let files: readonly string[];

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'latchkey-client-'));
  const packed = await pack('clients/typescript', project);
  ({ files } = packed);
  const installed = join(project, 'node_modules/@latchkey/client');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', packed.archive, '-C', installed, '--strip-components=1']);
}, slowlyMs);
afterAll(() => rm(project, { recursive: true, force: true }));

test('holds what is compiled, with its licence, and needs nothing else', async () => {
  const sources = files.filter((path) => !/^dist\/(esm|cjs)\/([a-z]+\/)?[a-z-]+\.(js|d\.ts)$/.test(path));
  expect(sources.toSorted()).toEqual(['LICENSE', 'README.md', 'dist/cjs/package.json', 'package.json']);
  expect(files).toEqual(expect.arrayContaining(['dist/esm/index.js', 'dist/cjs/index.d.ts']));
  const manifest = JSON.parse(
    await readFile(join(project, 'node_modules/@latchkey/client/package.json'), 'utf8'),
  );
  const needs = ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies'];
  expect(needs.filter((kind) => kind in manifest)).toEqual([]);
});

test.each(packages)('%s is packed in no other way, which would pack what was not built', async (folder) => {
  const cwd = join(root, folder);
  const packing = run('npm', ['pack', '--dry-run'], { cwd, env: plainEnvironment });
  await expect(packing).rejects.toThrow('must have name and version');
});

test.each([
  ['@latchkey/client', 10_240],
  ['@latchkey/client/express', 10_240],
  // It stands in every Lambda function that is protected.
  ['@latchkey/client/lambda', 2_048],
])('%s is at most %d bytes, minified and compressed', async (entry, bytes) => {
  const stdin = { contents: `export * from '${entry}';`, resolveDir: project };
  const options = { bundle: true, minify: true, write: false, format: 'esm', platform: 'browser' } as const;
  const { outputFiles } = await build({ stdin, ...options });
  expect(brotliCompressSync(outputFiles[0]!.contents).length).toBeLessThanOrEqual(bytes);
});

test('protects a handler of a project in JavaScript', async () => {
  const script = `
    import { protect, protectMiddleware } from '@latchkey/client/lambda';
    const handler = protect(async (event) => ({ statusCode: 200, body: event.principal.userId }));
    const authorizer = { code: 'VALID', via: 'jwt', userId: 'ann@example.com' };
    const answer = await handler({ requestContext: { requestId: 'request-1', authorizer } });
    console.log(answer.body, Object.keys(protectMiddleware()).join());`;
  await writeFile(join(project, 'handler.mjs'), script);
  const { stdout } = await run(process.execPath, [join(project, 'handler.mjs')]);
  expect(stdout).toBe('ann@example.com before,after,onError\n');
});

test(
  'has types for a project in TypeScript',
  async () => {
    const wrong = '// @ts-expect-error -- there is nobody where an API is merely observed';
    const source = `
    import { protect, type ProtectedEvent, type ProxyEvent } from '@latchkey/client/lambda';
    export const handler = protect(async (event: ProtectedEvent<ProxyEvent & { body: string | null }>) => {
      ${wrong}
      const userId: string = event.principal.userId;
      return { statusCode: 200, body: event.body ?? userId };
    });`;
    await writeFile(join(project, 'package.json'), '{ "type": "module" }');
    await writeFile(join(project, 'handler.ts'), source);
    // What else its README uses; the types of middy lack some of their own.
    const { middy: _, ...programs } = readmePrograms;
    for (const name of ['@types', 'express'])
      await symlink(join(root, 'node_modules', name), join(project, 'node_modules', name));
    const shown = Object.entries(programs).map(([name, text]) => [`readme-${name}.ts`, text] as const);
    for (const [file, text] of shown) await writeFile(join(project, file), text);
    const files = ['handler.ts', ...shown.map(([file]) => file)];
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [compiler, ...options, ...files], {
      cwd: project,
    }).catch((error: unknown) => error as { stdout: string });
    expect(stdout).toBe('');
  },
  slowlyMs,
);
