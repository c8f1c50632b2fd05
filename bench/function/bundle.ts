import { dirname } from 'node:path';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** A function as it would be uploaded, and the environment that it runs in. */
export interface Bundle {
  /** CommonJS that exports `handler`. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Bundles a TypeScript module as the stacks bundle their functions, so that start and size compare.
 *
 * @param entry path of the module
 * @param folder where the bundle is put, a folder for itself
 * @param replaced modules by the specifier that they are imported by, and the file that stands in for each
 * @returns path of the bundle
 */
export async function bundle(
  entry: string,
  folder: string,
  replaced: Readonly<Record<string, string>> = {},
): Promise<string> {
  const file = join(folder, 'index.cjs');
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    mainFields: ['module', 'main'],
    charset: 'utf8',
    logLevel: 'error',
    plugins: [replacing(replaced)],
    // What is loaded when it is first needed is a chunk of its own, and never needed here.
    external: ['#verdict/token'],
  });
  return file;
}

function replacing(replaced: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'replacing',
    setup: (build) =>
      build.onResolve({ filter: /^/ }, ({ path }) =>
        path in replaced ? { path: replaced[path] } : undefined,
      ),
  };
}

/** Bytes of each JavaScript file beside a bundle, the bundle itself among them, by name. */
export function chunkBytes(file: string): Record<string, number> {
  const folder = dirname(file);
  const names = readdirSync(folder).filter((name) => /\.[cm]?js$/.test(name));
  return Object.fromEntries(names.map((name) => [name, statSync(join(folder, name)).size]));
}
