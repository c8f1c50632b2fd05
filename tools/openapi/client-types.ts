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
import { shippedDocument } from './shipped-document.ts';

const folder = join(import.meta.dirname, '../../clients/typescript/src/generated');
const notice = '// Written by `npm run client:types` from the API of this repository.\n';

/** As much of the document as is read here. */
interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { parameters?: readonly { in: string; name: string }[] }>>>
  >;
  readonly components: {
    readonly schemas: { readonly Problem: { properties: { code: { enum: string[] } } } };
  };
}

/** Examples would be a third of the types, and tiers are named by each deployment. */
const document = JSON.parse(
  JSON.stringify(shippedDocument(), (name, value: unknown) => {
    if (name === 'example') return undefined;
    return name === 'rateLimitTier' ? without('enum', value) : value;
  }),
) as Document;

function without(member: string, schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema, (name, value: unknown) => (name === member ? undefined : value)));
}

const className = (code: string) =>
  `${code.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Error`;

function errorClasses(): string {
  const codes = document.components.schemas.Problem.properties.code.enum;
  const classes = codes.map((code) => `export class ${className(code)} extends ProblemError {}`);
  const entries = codes.map((code) => `  ${code}: ${className(code)},`);
  const map = `export const problemErrors: Readonly<Record<string, typeof ProblemError>> = {\n${entries.join('\n')}\n};`;
  return `import { ProblemError } from '../client/problem-error.ts';\n\n${classes.join('\n')}\n\n${map}\n`;
}

function replayable(): string {
  const calls = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { parameters }]) => parameters?.some(({ name }) => name === 'Idempotency-Key'))
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  );
  return `/** Calls that take an Idempotency-Key. */\nexport const replayable: readonly string[] = ${JSON.stringify(calls, null, 2)};\n`;
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

const files: Readonly<Record<string, string>> = {
  'api.ts': documentTypes(),
  'problem-errors.ts': errorClasses(),
  'replayable.ts': replayable(),
  'verdicts.ts': verdictTable(),
};
const isCheck = process.argv.includes('--check');
for (const [name, content] of Object.entries(files)) {
  const file = join(folder, name);
  const text = notice + content;
  if (!isCheck) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the API says; npm run client:types writes it anew.`);
    process.exitCode = 1;
  }
}
