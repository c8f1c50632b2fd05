/** `npm run build`: bundles the command line into `dist/latchkey.cjs`, one file that runs on Node.js 20. */
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const here = import.meta.dirname;
const { version = '0.0.0' } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')) as {
  version?: string;
};
const outfile = join(here, 'dist/latchkey.cjs');

/**
 * Commander loads what runs subcommands of other files, which there are none of here: that takes as long as all the rest of
 * the start.
 */
const withoutSubprocesses: Plugin = {
  name: 'without subprocesses',
  setup(bundle) {
    bundle.onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path, namespace: 'lazy' } : null,
    );
    bundle.onLoad({ filter: /./, namespace: 'lazy' }, ({ path }) => ({
      contents: `module.exports = { get spawn() { return require('${path}').spawn; } };`,
    }));
  },
};

const shared: BuildOptions = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['@napi-rs/keyring'],
  define: { 'import.meta.url': 'bundleUrl', latchkeyVersion: JSON.stringify(version) },
};

/**
 * Packages that are imported where they are needed stand in the file as texts, and are compiled there. As code they would
 * be parsed at each start, which is most of its time.
 */
const asTexts: Plugin = {
  name: 'as texts',
  setup(bundle) {
    bundle.onResolve({ filter: /^[@a-z]/ }, ({ path, kind }) =>
      kind === 'dynamic-import' && !shared.external?.includes(path) ? { path, namespace: 'text' } : null,
    );
    bundle.onLoad({ filter: /./, namespace: 'text' }, async ({ path }) => {
      const stdin = { contents: `module.exports = require('${path}');`, resolveDir: here };
      const { outputFiles } = await build({ ...shared, stdin, write: false });
      const code = JSON.stringify(outputFiles[0]?.text);
      const parameters = "['module', 'exports', 'require', 'bundleUrl']";
      return {
        contents: `require('node:vm').compileFunction(${code}, ${parameters}, { filename: 'latchkey/${path}.js' })(module, exports, require, bundleUrl);`,
        resolveDir: here,
      };
    });
  },
};

await build({
  ...shared,
  entryPoints: [join(here, 'src/main.ts')],
  outfile,
  plugins: [withoutSubprocesses, asTexts],
  alias: { '@latchkey/client': join(here, '../clients/typescript/src/index.ts') },
  banner: {
    js: '#!/usr/bin/env node\nconst bundleUrl = require("node:url").pathToFileURL(__filename).href;',
  },
});
chmodSync(outfile, 0o755);
