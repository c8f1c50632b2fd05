import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** One import planted into a file, and whether the rules of `.oxlintrc.json` must refuse it. */
const planted: [file: string, specifier: string, verdict: 'allowed' | 'refused'][] = [
  ['bin/a.ts', '../lib/api/a.ts', 'allowed'],
  ['bin/a.ts', '../lambdas/contract/a.ts', 'refused'],
  ['lib/api/a.ts', '../../lambdas/contract/a.ts', 'allowed'],
  ['lib/api/a.ts', '../data/a.ts', 'allowed'],
  ['lib/api/a.ts', 'aws-cdk-lib/aws-lambda', 'allowed'],
  ['lib/api/a.ts', '../../lambdas/domain/a.ts', 'refused'],
  ['lib/api/a.ts', '../../lambdas/functions/api-keys/index.ts', 'refused'],
  ['lib/api/a.ts', '../../local/a.ts', 'refused'],
  ['lib/api/a.ts', '@aws-sdk/client-dynamodb', 'refused'],
  ['lambdas/contract/a.ts', './b.ts', 'allowed'],
  ['lambdas/contract/a.ts', '../domain/a.ts', 'refused'],
  ['lambdas/contract/a.ts', 'zod', 'refused'],
  ['lambdas/domain/a.ts', '../log.ts', 'refused'],
  ['lambdas/store/a.ts', '../log.ts', 'refused'],
  ['lambdas/gateway/a.ts', '../log.ts', 'allowed'],
  ['lambdas/functions/authorizer/a.ts', '../../log.ts', 'allowed'],
  ['lambdas/functions/reads/a.ts', '../../log.ts', 'allowed'],
  ['lambdas/functions/reconciler/a.ts', '../../log.ts', 'allowed'],
  ['lambdas/domain/a.ts', '../contract/a.ts', 'allowed'],
  ['lambdas/domain/a.ts', 'node:crypto', 'allowed'],
  ['lambdas/domain/a.ts', 'canonicalize', 'allowed'],
  ['lambdas/domain/a.ts', 'node:fs', 'refused'],
  ['lambdas/domain/a.ts', 'aws-lambda', 'refused'],
  ['lambdas/domain/a.ts', '@aws-sdk/client-dynamodb', 'refused'],
  ['lambdas/domain/a.ts', '../store/a.ts', 'refused'],
  ['lambdas/store/a.ts', '../domain/a.ts', 'allowed'],
  ['lambdas/store/a.ts', '@aws-sdk/lib-dynamodb', 'allowed'],
  ['lambdas/store/a.ts', '../gateway/a.ts', 'refused'],
  ['lambdas/store/a.ts', '../functions/reads/a.ts', 'refused'],
  ['lambdas/gateway/a.ts', '../domain/a.ts', 'allowed'],
  ['lambdas/gateway/a.ts', '@middy/core', 'allowed'],
  ['lambdas/gateway/a.ts', '../store/a.ts', 'refused'],
  ['lambdas/gateway/a.ts', '@aws-sdk/client-dynamodb', 'refused'],
  ['lambdas/domain/keys/a.ts', '../audit/a.ts', 'allowed'],
  ['lambdas/domain/keys/a.ts', '../../contract/a.ts', 'allowed'],
  ['lambdas/domain/keys/a.ts', '../../verdict/a.ts', 'refused'],
  ['lambdas/domain/webhooks/a.ts', 'ipaddr.js', 'allowed'],
  ['lambdas/verdict/a.ts', '../domain/keys/a.ts', 'allowed'],
  ['lambdas/verdict/a.ts', '@aws-sdk/client-dynamodb', 'refused'],
  ['lambdas/verdict/dynamodb/a.ts', '@aws-sdk/client-dynamodb', 'refused'],
  ['lambdas/verdict/dynamodb/a.ts', './b.ts', 'allowed'],
  ['lambdas/verdict/a.ts', '../store/a.ts', 'refused'],
  ['lambdas/verdict/a.ts', '../gateway/a.ts', 'refused'],
  ['lambdas/verdict/a.ts', 'zod', 'refused'],
  ['lambdas/functions/authorizer/a.ts', '../../verdict/index.ts', 'allowed'],
  ['lambdas/functions/authorizer/a.ts', '#verdict/token', 'allowed'],
  ['lambdas/functions/authorizer/a.ts', '../../verdict/decide.ts', 'refused'],
  ['lambdas/functions/authorizer/a.ts', '../../verdict/dynamodb/index.ts', 'refused'],
  ['lambdas/functions/authorizer/a.ts', '../../store/a.ts', 'refused'],
  ['lambdas/functions/authorizer/a.ts', '../../gateway/a.ts', 'refused'],
  ['lambdas/functions/reads/a.ts', '../../gateway/a.ts', 'allowed'],
  ['lambdas/functions/reads/a.ts', '../../store/a.ts', 'allowed'],
  ['lambdas/functions/reads/a.ts', '../schemas/a.ts', 'allowed'],
  ['lambdas/functions/verify/a.ts', '../../verdict/index.ts', 'allowed'],
  ['lambdas/functions/verify/a.ts', '../../verdict/decide.ts', 'refused'],
  ['lambdas/functions/verify/a.ts', '../../verdict/explain.ts', 'refused'],
  ['lambdas/functions/verify/a.ts', '../../verdict/credentials-table.ts', 'refused'],
  ['lambdas/functions/verify/a.ts', '../../verdict/dynamodb/client.ts', 'refused'],
  ['lambdas/functions/verify/index.ts', '../../verdict/dynamodb/index.ts', 'refused'],
  ['lambdas/functions/api-keys/a.ts', '../../verdict/role-cache.ts', 'refused'],
  ['lambdas/functions/reconciler/a.ts', '../../verdict/index.ts', 'refused'],
  ['lambdas/functions/a.ts', '../verdict/decide.ts', 'refused'],
  ['lambdas/store/a.ts', '../verdict/index.ts', 'refused'],
  ['lambdas/gateway/a.ts', '../verdict/index.ts', 'refused'],
  ['bench/parts/a.ts', '../../lambdas/contract/a.ts', 'allowed'],
  ['bench/parts/a.ts', '../../lambdas/store/a.ts', 'refused'],
  ['bench/parts/a.ts', '../../lambdas/verdict/a.ts', 'refused'],
  ['bench/parts/a.ts', '../../test/support/a.ts', 'refused'],
  ['bench/contenders/a.ts', '../../lambdas/verdict/a.ts', 'refused'],
  ['lambdas/functions/reads/a.ts', '../../../lib/api/a.ts', 'refused'],
  ['lambdas/functions/reads/a.ts', '@aws-sdk/client-dynamodb', 'refused'],
  ['lambdas/functions/reads/a.ts', '../../outbound/a.ts', 'refused'],
  ['lambdas/functions/webhooks/a.ts', '../../outbound/a.ts', 'allowed'],
  ['lambdas/functions/webhooks/a.ts', '../../gateway/a.ts', 'allowed'],
  ['lambdas/functions/webhooks/a.ts', 'node:dns', 'refused'],
  ['lambdas/functions/audit-exporter/a.ts', '../../domain/a.ts', 'allowed'],
  ['lambdas/functions/audit-exporter/a.ts', '../../gateway/a.ts', 'refused'],
  ['lambdas/functions/bootstrap/a.ts', '../reads/a.ts', 'refused'],
  ['lambdas/functions/bootstrap/a.ts', '../system.ts', 'allowed'],
  ['lambdas/functions/bootstrap/a.ts', '../wiring.ts', 'refused'],
  ['local/a.ts', './template/a.ts', 'allowed'],
  ['local/a.ts', '../lib/api/a.ts', 'refused'],
  ['local/streams/a.ts', '../../lambdas/contract/a.ts', 'refused'],
  ['cli/a.ts', '../lambdas/contract/a.ts', 'refused'],
  ['clients/typescript/src/a.ts', './b.ts', 'allowed'],
  ['clients/typescript/src/a.ts', 'node:fs', 'refused'],
  ['clients/typescript/src/a.ts', '@types/aws-lambda', 'refused'],
  ['clients/typescript/src/a.ts', '../../../lambdas/contract/a.ts', 'refused'],
  ['examples/orders/bin/a.ts', '../lib/a.ts', 'allowed'],
  ['examples/orders/bin/a.ts', '@latchkey/cdk', 'allowed'],
  ['examples/orders/bin/a.ts', '../../../clients/cdk/a.ts', 'refused'],
  ['scripts/a.ts', '../lambdas/domain/a.ts', 'allowed'],
  ['scripts/a.ts', '../lambdas/store/a.ts', 'allowed'],
  ['scripts/a.ts', '../local/a.ts', 'refused'],
  ['scripts/part/a.ts', '../../test/support/a.ts', 'refused'],
  ['scripts/capacity/a.ts', './b.ts', 'allowed'],
  ['scripts/capacity/a.ts', 'node:fs', 'refused'],
  ['scripts/preflight/questions/a.ts', '@aws-sdk/client-lambda', 'allowed'],
  ['scripts/preflight/checks/a.ts', '../../../lib/configuration/a.ts', 'allowed'],
  ['scripts/preflight/checks/a.ts', '../questions/a.ts', 'refused'],
  ['scripts/preflight/checks/a.ts', '@aws-sdk/client-lambda', 'refused'],
];

let findings: { message: string; code: string; filename: string }[];

beforeAll(() => {
  const repository = join(import.meta.dirname, '../..');
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-rules-'));
  cpSync(join(repository, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  planted.forEach(([file, specifier], position) =>
    write(folder, fileOf(file, position), `export * from '${specifier}';`),
  );
  write(folder, 'lambdas/domain/circle.ts', "import { b } from './round.ts'; export const a = b;");
  write(folder, 'lambdas/domain/round.ts', "import { a } from './circle.ts'; export const b = a;");
  write(folder, 'lambdas/domain/form.ts', "import type { B } from './shape.ts'; export interface A { b: B }");
  write(folder, 'lambdas/domain/shape.ts', "import type { A } from './form.ts'; export interface B { a: A }");
  write(folder, 'lambdas/domain/dynamic.ts', "export const late = import('../store/a.ts');");
  write(folder, 'lambdas/domain/typed.ts', "export type { A } from '../store/a.ts';");
  findings = lint(repository, folder);
  rmSync(folder, { recursive: true });
});

test.each(planted.map((row, position) => [...row, position] as const))(
  '%s importing %s is %s',
  (file, _specifier, verdict, position) => {
    expect(isRefused(fileOf(file, position))).toBe(verdict === 'refused');
  },
);

test.each(['dynamic', 'typed'])('a %s import counts as well', (name) => {
  expect(isRefused(`lambdas/domain/${name}.ts`)).toBe(true);
});

test('a circle of imports is refused, of types as well', () => {
  const cycles = findings.filter(({ code }) => code.includes('no-cycle')).map(({ filename }) => filename);
  const circles = ['circle', 'form', 'round', 'shape'].map((name) => `lambdas/domain/${name}.ts`);
  expect(cycles.toSorted()).toEqual(circles);
});

function isRefused(filename: string): boolean {
  return findings.some(
    (finding) => finding.filename === filename && finding.code.includes('no-restricted-imports'),
  );
}

/** A file of its own for each import, in the folder that the table names. */
function fileOf(file: string, position: number): string {
  return join(dirname(file), `planted-${position}.ts`);
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(join(folder, dirname(file)), { recursive: true });
  writeFileSync(join(folder, file), `${text}\n`);
}

/** Exits with 1 where it finds something, which is what is wanted here. */
function lint(repository: string, folder: string): typeof findings {
  const oxlint = join(repository, 'node_modules/oxlint/bin/oxlint');
  try {
    execFileSync(process.execPath, [oxlint, '--format', 'json'], { cwd: folder, encoding: 'utf8' });
  } catch (error) {
    return JSON.parse((error as { stdout: string }).stdout).diagnostics;
  }
  return [];
}
