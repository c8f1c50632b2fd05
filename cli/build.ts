/** `npm run build`: bundles the command line into `dist/latchkey.cjs`, one file that runs on Node.js 20. */
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const { version = '0.0.0' } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')) as {
  version?: string;
};
const outfile = join(here, 'dist/latchkey.cjs');

await build({
  entryPoints: [join(here, 'src/main.ts')],
  outfile,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  // Parsed in half the time of a module; what is imported where it is used runs only then.
  format: 'cjs',
  legalComments: 'linked',
  external: ['@napi-rs/keyring'],
  alias: { '@latchkey/client': join(here, '../clients/typescript/src/index.ts') },
  banner: {
    js: '#!/usr/bin/env node\nconst bundleUrl = require("node:url").pathToFileURL(__filename).href;',
  },
  define: { 'import.meta.url': 'bundleUrl', latchkeyVersion: JSON.stringify(version) },
});
chmodSync(outfile, 0o755);
