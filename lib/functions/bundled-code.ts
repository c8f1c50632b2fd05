import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';

const lambdas = fileURLToPath(new URL('../../lambdas', import.meta.url));

/**
 * Modules that are bundled into a file of their own and loaded when they are first imported: the name that they are
 * imported by (`imports` of package.json), and their file below `lambdas/`.
 */
export type LazyModules = Readonly<Record<`#${string}`, string>>;

/** CommonJS, which Lambda starts sooner than ES modules. */
const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  mainFields: ['module', 'main'],
  charset: 'utf8',
  minify: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * The bundle of a function: `index.js`, and a file for each lazy module, since CommonJS has no shared chunks. The SDK
 * is bundled too: that of Lambda's runtime changes under a function, and this is the one that was tested.
 *
 * @param folder below `lambdas/functions/`; its `index.ts` exports `handler`
 */
export function bundledCode(folder: string, lazyModules: LazyModules = {}): Code {
  const source = join(lambdas, 'functions', folder);
  return Code.fromAsset(source, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Asked for by the type; bundling is local, or fails.
      image: DockerImage.fromRegistry('not-used'),
      local: {
        tryBundle(outputFolder) {
          bundle(join(source, 'index.ts'), lazyModules, outputFolder);
          return true;
        },
      },
    },
  });
}

function bundle(entry: string, lazyModules: LazyModules, outputFolder: string): void {
  const lazy = Object.entries(lazyModules).map(([name, file]) => ({
    name,
    file: join(lambdas, file),
    output: `./${basename(file, '.ts')}.js`,
  }));
  buildSync({
    ...shared,
    entryPoints: [entry],
    outfile: join(outputFolder, 'index.js'),
    absWorkingDir: dirname(entry),
    alias: Object.fromEntries(lazy.map(({ name, output }) => [name, output])),
    external: lazy.map(({ output }) => output),
  });
  for (const { file, output } of lazy) {
    buildSync({ ...shared, entryPoints: [file], outfile: join(outputFolder, output) });
  }
}
