/**
 * `npm run build`: bundles the command line into `dist/latchkey.cjs`, one file that runs on Node.js 20, and writes the licences
 * of what is in it beside it.
 */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { oneFileOf } from './build/one-file.ts';
import { lazyBuiltins } from './build/lazy-builtins.ts';
import { noticesOf } from './build/notices.ts';

const here = import.meta.dirname;
const outdir = join(here, 'dist');
const { version = '0.0.0' } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')) as {
  version?: string;
};

const { metafile, outputFiles } = await build({
  entryPoints: [join(here, 'src/main.ts')],
  outdir,
  bundle: true,
  // What is imported where it is needed gets chunks of its own.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  metafile: true,
  write: false,
  external: ['@napi-rs/keyring'],
  alias: { '@latchkey/client': join(here, '../clients/typescript/src/index.ts') },
  inject: [join(here, 'build/import-meta-url.ts')],
  define: { 'import.meta.url': 'importMetaUrl', latchkeyVersion: JSON.stringify(version) },
  plugins: [lazyBuiltins],
});
mkdirSync(outdir, { recursive: true });
const program = join(outdir, 'latchkey.cjs');
writeFileSync(program, await oneFileOf(metafile, outputFiles, 'main.js'));
chmodSync(program, 0o755);
writeFileSync(join(outdir, 'THIRD-PARTY-NOTICES.txt'), noticesOf(Object.keys(metafile.inputs)));
