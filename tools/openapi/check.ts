/**
 * `npm run openapi:check`, after `npm ci --prefix tools/openapi`: whether the tools of strangers take the OpenAPI
 * document. Two linters find nothing in it, warnings included; three generators make clients from it that compile, with
 * the programs of `clients/` that use them.
 *
 * Prints what each tool found. Exit code: 0 nothing, 1 something.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { shippedDocument } from './shipped-document.ts';

const here = import.meta.dirname;
const generated = join(here, 'generated');
const document = join(generated, 'openapi.json');

/** Nothing here reports to anyone, or looks for a newer version of itself. */
const quiet = {
  DO_NOT_TRACK: '1',
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  SCARF_ANALYTICS: 'false',
};

const readers: Readonly<Record<string, readonly string[]>> = {
  redocly: ['lint', document, '--config', join(here, 'rules/redocly.yaml'), '--format', 'stylish'],
  spectral: ['lint', document, '--ruleset', join(here, 'rules/spectral.yaml'), '--fail-severity', 'hint'],
  'openapi-typescript': [document, '--output', 'openapi-typescript.ts'],
  'openapi-ts': ['--input', document, '--output', 'hey-api', '--no-log-file'],
  orval: ['--input', document, '--output', 'orval.ts', '--client', 'fetch', '--fail-on-warnings'],
};

/** Whether the tool found nothing. */
async function run(name: string, args: readonly string[]): Promise<boolean> {
  const tool = spawn(join(here, 'node_modules/.bin', name), args, {
    cwd: generated,
    env: { ...process.env, ...quiet },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors] = await Promise.all([text(tool.stdout), text(tool.stderr), once(tool, 'close')]);
  // One generator warns of what it leaves out, and exits with 0.
  const isContent = tool.exitCode === 0 && !/warning/i.test(errors);
  console.log(isContent ? `${name}: nothing found` : `${output}${errors}\n${name}: failed`);
  return isContent;
}

rmSync(generated, { recursive: true, force: true });
mkdirSync(generated);
writeFileSync(document, JSON.stringify(shippedDocument(), null, 2));
const read = await Promise.all(Object.entries(readers).map(([name, args]) => run(name, args)));
const compiled = await run('tsc', ['--project', join(here, 'clients')]);
process.exitCode = read.every(Boolean) && compiled ? 0 : 1;
