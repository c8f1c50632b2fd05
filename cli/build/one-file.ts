import { basename } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { type Metafile, type OutputFile, transform } from 'esbuild';

/** Longer texts, in characters, are compressed: Node.js reads all of the file at each start. */
const longTextLength = 30_000;
/** Of a package in CommonJS the bundler exports the whole alone; Node.js has its members as well. */
const withNames =
  '{ const whole = module.exports.default; module.exports = { ...whole, default: whole, __esModule: true }; }';
const parameters = ['module', 'exports', 'require', '__filename'];

/**
 * One CommonJS program of the chunks of a bundle. What the entry imports at once stands in it as code; all else stands in it as
 * texts, and is compiled where it is imported: parsed at each start, it would take most of its time.
 */
export async function oneFileOf(
  { inputs, outputs }: Metafile,
  files: readonly OutputFile[],
  entry: string,
): Promise<string> {
  const described = new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output]));
  const atOnce = new Set([entry]);
  // A set goes on with what is added meanwhile.
  for (const name of atOnce) {
    for (const { kind, path } of described.get(name)?.imports ?? [])
      if (kind === 'import-statement') atOnce.add(basename(path));
  }
  const chunks = await Promise.all(
    files.map(async ({ path, text }) => {
      const name = basename(path);
      const isCommonJs = inputs[described.get(name)?.entryPoint ?? '']?.format === 'cjs';
      const code = `${await asCommonJs(text)}${isCommonJs ? withNames : ''}`;
      // The brackets have it compiled with the file, and not a second time.
      const content = atOnce.has(name) ? `(function (${parameters.join(', ')}) {${code}})` : asText(code);
      return `${JSON.stringify(`./${name}`)}: ${content}`;
    }),
  );
  return `#!/usr/bin/env node
'use strict';
const chunks = {
${chunks.join(',\n')}
};
const loaded = {};
function load(name) {
  if (!(name in chunks)) return require(name);
  const former = loaded[name];
  if (former !== undefined) return former.exports;
  const module = (loaded[name] = { exports: {} });
  const chunk = chunks[name];
  const run = typeof chunk === 'function' ? chunk : compile(name, chunk);
  run(module, module.exports, load, __filename);
  return module.exports;
}
function compile(filename, { text, compressed }) {
  const code = text ?? require('node:zlib').inflateRawSync(Buffer.from(compressed, 'base64')).toString();
  return require('node:vm').compileFunction(code, ${JSON.stringify(parameters)}, { filename });
}
load('./${entry}');
`;
}

/** The code as a value that costs little to read. */
function asText(code: string): string {
  if (code.length < longTextLength) return JSON.stringify({ text: code });
  return JSON.stringify({ compressed: deflateRawSync(code, { level: 9 }).toString('base64') });
}

async function asCommonJs(code: string): Promise<string> {
  const options = { format: 'cjs', platform: 'node', target: 'node20', minify: true } as const;
  return (await transform(code, { ...options, supported: { 'dynamic-import': false } })).code;
}
