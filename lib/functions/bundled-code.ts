import { cpSync, globSync, writeFileSync } from 'node:fs';
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
 * @param filesOf makes a folder that is put beside it as `files`; asked when the function is bundled
 */
export function bundledCode(folder: string, lazyModules: LazyModules = {}, filesOf?: () => string): Code {
  const source = join(lambdas, 'functions', folder);
  return Code.fromAsset(source, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Asked for by the type; bundling is local, or fails.
      image: DockerImage.fromRegistry('not-used'),
      local: {
        tryBundle(outputFolder) {
          if (Object.keys(lazyModules).length > 0)
            bundle(join(source, 'index.ts'), lazyModules, outputFolder);
          else writeFileSync(join(outputFolder, 'index.js'), bundleOf(folder));
          if (filesOf !== undefined) cpSync(filesOf(), join(outputFolder, 'files'), { recursive: true });
          return true;
        },
      },
    },
  });
}

/**
 * What the SDK imports when it is first needed is required then: `import('node:http')` reads all that `node:http`
 * exports, and so loads the whole of undici, 40 ms of a processor for each start of a function.
 */
const withSdk = { ...shared, supported: { 'dynamic-import': false } } as const satisfies BuildOptions;

/** Folders of functions that have no SDK: `import()` is shorter. */
const withoutSdk: ReadonlySet<string> = new Set(['authorizer', 'gateway-authorizer']);

let bundles: ReadonlyMap<string, Uint8Array> | undefined;

/** All functions are bundled at once, when the first is asked for: they share most of what has to be read. */
function bundleOf(folder: string): Uint8Array {
  bundles ??= bundleAll();
  const bundle = bundles.get(folder);
  if (bundle === undefined) throw new Error(`there is no function in ${folder}`);
  return bundle;
}

function bundleAll(): ReadonlyMap<string, Uint8Array> {
  const functions = join(lambdas, 'functions');
  const { outputFiles } = buildSync({
    ...withSdk,
    entryPoints: globSync('*/index.ts', { cwd: functions }).map((entry) => join(functions, entry)),
    outbase: functions,
    outdir: functions,
    write: false,
  });
  return new Map(outputFiles.map(({ path, contents }) => [basename(dirname(path)), contents]));
}

function bundle(entry: string, lazyModules: LazyModules, outputFolder: string): void {
  const lazy = Object.entries(lazyModules).map(([name, file]) => ({
    name,
    file: join(lambdas, file),
    output: `./${basename(file, '.ts')}.js`,
  }));
  buildSync({
    ...(withoutSdk.has(basename(dirname(entry))) ? shared : withSdk),
    entryPoints: [entry],
    outfile: join(outputFolder, 'index.js'),
    absWorkingDir: dirname(entry),
    alias: Object.fromEntries(lazy.map(({ name, output }) => [name, output])),
    external: lazy.map(({ output }) => output),
  });
  for (const { file, output } of lazy) {
    buildSync({ ...withSdk, entryPoints: [file], outfile: join(outputFolder, output) });
  }
}
