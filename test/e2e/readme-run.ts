import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { readmePrograms } from '../support/readme-programs.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/**
 * Runs a program of the client's README in a process of its own, for the server here, and what is asked of it after that.
 *
 * @returns the lines that it printed
 */
export async function runReadme(
  name: keyof typeof readmePrograms,
  {
    baseUrl,
    afterwards,
    env,
  }: { baseUrl: string; afterwards: string; env?: Readonly<Record<string, string>> },
): Promise<string[]> {
  const contents = `${readmePrograms[name]}\n${afterwards}`
    .replace('https://abc123.execute-api.eu-west-1.amazonaws.com/api/v1', baseUrl)
    .replace('app.listen(3000)', 'const server = app.listen(0)');
  return await runProgram(contents, env);
}

/**
 * Runs a program that uses the client, in a process of its own with these variables alone.
 *
 * @returns the lines that it printed
 */
export async function runProgram(
  contents: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-readme-'));
  try {
    const file = join(folder, 'program.mjs');
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: root, loader: 'ts' },
      alias: { '@latchkey/client': join(root, 'clients/typescript/src') },
      bundle: true,
      write: false,
      platform: 'node',
      format: 'esm',
      // Packages in CommonJS ask for modules of Node.js by it.
      banner: {
        js: `import { createRequire } from 'node:module'; const require = createRequire('${root}/');`,
      },
    });
    await writeFile(file, outputFiles[0]?.contents ?? '');
    const { stdout } = await run(process.execPath, [file], { env: { PATH: process.env['PATH'], ...env } });
    return stdout.trim().split('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
