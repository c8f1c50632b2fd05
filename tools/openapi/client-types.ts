/**
 * `npm run client:types`, after `npm ci --prefix tools/openapi`: writes what the TypeScript client takes from the API into
 * `clients/typescript/src/generated`: the types of the OpenAPI document, an error class per code, which calls take an
 * Idempotency-Key, and what verdicts are answered with.
 *
 * With `--check` nothing is written; exit code 1 where a file is not what would be.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { titles } from '../../lambdas/contract/codes.ts';
import { refusals } from '../../lambdas/contract/verdicts.ts';
import { document, errorName, problemCodes, replayableCalls } from './client-document.ts';
import { writeOrCheck } from './generated-files.ts';

const folder = join(import.meta.dirname, '../../clients/typescript/src/generated');
const notice = '// Written by `npm run client:types` from the API of this repository.\n';

function errorClasses(): string {
  const classes = problemCodes.map((code) => `export class ${errorName(code)} extends ProblemError {}`);
  const entries = problemCodes.map((code) => `  ${code}: ${errorName(code)},`);
  const map = `export const problemErrors: Readonly<Record<string, typeof ProblemError>> = {\n${entries.join('\n')}\n};`;
  return `import { ProblemError } from '../client/problem-error.ts';\n\n${classes.join('\n')}\n\n${map}\n`;
}

function replayable(): string {
  return `/** Calls that take an Idempotency-Key. */\nexport const replayable: readonly string[] = ${JSON.stringify(replayableCalls, null, 2)};\n`;
}

function verdictTable(): string {
  return `export const titles = ${JSON.stringify(titles, null, 2)} as const;\n
/** What a verdict refuses with. */
export const refusals = ${JSON.stringify(refusals, null, 2)} as const;\n`;
}

function documentTypes(): string {
  const work = mkdtempSync(join(tmpdir(), 'latchkey-types-'));
  const [input, output] = [join(work, 'openapi.json'), join(work, 'api.ts')];
  try {
    writeFileSync(input, JSON.stringify(document));
    const tool = join(import.meta.dirname, 'node_modules/.bin/openapi-typescript');
    const options = ['--root-types', '--root-types-no-schema-prefix'];
    execFileSync(tool, [input, '--output', output, ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
    return readFileSync(output, 'utf8');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const files = {
  'api.ts': documentTypes(),
  'problem-errors.ts': errorClasses(),
  'replayable.ts': replayable(),
  'verdicts.ts': verdictTable(),
};
const texts = Object.entries(files).map(([name, content]) => [name, notice + content] as const);
writeOrCheck(folder, Object.fromEntries(texts), 'client:types');
