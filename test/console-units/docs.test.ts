import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { curlLines, typescriptLines } from '../../console/src/pages/docs/lines.ts';
import type { OpenApi, Schema } from '../../console/src/pages/docs/openapi.ts';
import { codesIn, matches, operationsOf } from '../../console/src/pages/docs/operations.ts';
import { boundsOf, descriptionOf, membersOf, variantsOf } from '../../console/src/pages/docs/schema.ts';
import { codeOf, type ProblemName, problems } from '../../lambdas/contract/codes.ts';
import { routes } from '../../lambdas/contract/routes.ts';
import { buildOpenApi } from '../../lambdas/functions/openapi/document.ts';
import { settings } from '../support/memory-settings.ts';

const root = 'https://keys.example.com/api';
const document = JSON.parse(JSON.stringify(buildOpenApi(settings, root))) as OpenApi;
const operations = operationsOf(document);
const operation = (id: string) => operations.find((each) => each.id === id)!;

test('every route is an operation, with where it is and who may call it', () => {
  const read = operations.map(({ id, method, path, server, isPublic, scopes }) => ({
    id,
    address: `${method} ${server}${path}`,
    isPublic,
    scopes,
  }));
  const expected = routes.map(({ operationId, method, path, access, scopes }) => ({
    id: operationId,
    address: `${method} ${root}${path}`,
    isPublic: access === 'public',
    scopes,
  }));
  const byId = (left: { id: string }, right: { id: string }) => (left.id < right.id ? -1 : 1);
  expect(read.toSorted(byId)).toEqual(expected.toSorted(byId));
});

test('every code of the contract is known, with its statuses and the calls that it refuses', () => {
  const codes = codesIn(document);
  const known = new Set((Object.keys(problems) as ProblemName[]).map(codeOf));
  expect(codes.map(({ code }) => code)).toEqual([...known].toSorted());
  const { statuses, operations: refused } = codes.find(({ code }) => code === 'IN_USE')!;
  expect([statuses, refused.map(({ id }) => id)]).toEqual([[409], ['deleteUser', 'deleteRole']]);
  expect(codes.find(({ code }) => code === 'USER_DISABLED')?.statuses).toEqual([400, 401, 403]);
  expect(codes.find(({ code }) => code === 'ROUTE_UNKNOWN')?.operations).toEqual([]);
});

test.each([
  ['rotate', 'rotateApiKey'],
  ['POST revoke', 'revokeUserKeys'],
  ['audit', 'listAuditEvents'],
  ['API-KEYS:verify', 'verifyApiKey'],
  ['gracePeriod', 'rotateApiKey'],
  ['idempotency_conflict duplicate', 'duplicateApiKey'],
])('%j finds %s', (search, id) => {
  expect(operations.filter((each) => matches(each, search)).map((each) => each.id)).toContain(id);
});

test('a search for what nobody tells finds nothing, and an empty one everything', () => {
  expect(operations.filter((each) => matches(each, 'rotate zebra'))).toEqual([]);
  expect(operations.every((each) => matches(each, ''))).toBe(true);
});

describe('a schema', () => {
  const body = operation('createApiKey').request!.schema;
  const member = (name: string): Schema =>
    membersOf(document, body)[0]!.members.find((each) => each.name === name)!.schema;

  test('is followed by its reference, and keeps what is said where it stands', () => {
    const [rights, none] = variantsOf(document, member('accessRights'));
    expect([rights?.name, none?.schema.type]).toEqual(['AccessRights', 'null']);
    expect(descriptionOf(document, member('accessRights'))).toContain('Null, the default');
    expect(descriptionOf(document, member('allowedIps'))).toContain('CIDR');
  });

  test('of alternatives within alternatives is one list of them', () => {
    const formats = variantsOf(document, member('expiresAt')).map(({ schema }) => schema.format);
    expect(formats).toEqual(['date-time', 'date', undefined]);
  });

  test('says which members have to be there, and what is in lists and maps', () => {
    const { members } = membersOf(document, body)[0]!;
    expect(members.filter(({ isRequired }) => isRequired).map(({ name }) => name)).toEqual(['name']);
    const [projects] = membersOf(
      document,
      membersOf(document, member('accessRights'))[0]!.members[0]!.schema,
    );
    expect(projects?.members.map(({ name }) => name)).toEqual([null]);
    const inside = membersOf(document, projects!.members[0]!.schema)[0]!.members;
    expect(inside.map(({ name }) => name)).toEqual(['modules', 'environments']);
  });

  test('that can be one of several objects has the members of each', () => {
    const { schema } = operation('verifyApiKey').answers[0]!.body!;
    expect(membersOf(document, schema).map(({ name }) => name)).toEqual([
      'UnknownKeyVerdict',
      'KnownKeyVerdict',
    ]);
  });

  test('has its bounds, and those of its elements', () => {
    expect(boundsOf(document, member('description'))).toEqual([['maxLength', 256]]);
    expect(boundsOf(document, member('allowedIps'))).toEqual([
      ['minItems', 1],
      ['maxItems', 20],
    ]);
    expect(boundsOf(document, { type: 'array', items: { enum: ['a'], default: 'a' } })).toEqual([
      ['enum', ['a']],
      ['default', 'a'],
    ]);
  });

  test('of all of several has the members of all', () => {
    const both: Schema = {
      allOf: [
        { properties: { a: { type: 'string' } }, required: ['a'] },
        { properties: { b: { type: 'string' } } },
      ],
      required: ['b'],
    };
    const members = membersOf(document, both)[0]!.members;
    expect(members.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ['a', true],
      ['b', true],
    ]);
  });
});

describe('lines for a shell', () => {
  /** What a shell gives the program that a line calls. */
  const argumentsOf = (lines: string, environment: Readonly<Record<string, string>> = {}): string[] => {
    const script = `curl() { printf '%s\\0' "$@"; }\n${lines}`;
    return execFileSync('sh', ['-c', script], { env: environment, encoding: 'utf8' })
      .split('\0')
      .slice(0, -1);
  };

  test.each(operations.map((each) => [each.id, each] as const))('of %s say what is meant', (_, each) => {
    const environment = {
      LATCHKEY_API_KEY: 'a-key',
      ID: 'an-id',
      USER_ID: 'ann',
      NAME: 'a-name',
      CODE: 'IN_USE',
    };
    const given = argumentsOf(curlLines(each), environment);
    const url = given.find((argument) => argument.startsWith(root))!;
    expect(url).not.toMatch(/[{}$]|\/$/);
    expect(given.includes('Authorization: Bearer a-key')).toBe(!each.isPublic);
    const method = given.includes('-X')
      ? given[given.indexOf('-X') + 1]
      : given.includes('-d')
        ? 'POST'
        : 'GET';
    expect(method).toBe(each.method);
    if (each.request !== null)
      expect(JSON.parse(given[given.indexOf('-d') + 1]!)).toEqual(each.request.example);
  });

  test("take a body with a shell's own letters as it is", () => {
    const hostile = { name: `it's "$(id)" \`id\` \\` };
    const request = { schema: {}, example: hostile, isRequired: true };
    const given = argumentsOf(curlLines({ ...operation('createRole'), request }));
    expect(JSON.parse(given.at(-1)!)).toEqual(hostile);
  });
});

test('lines for TypeScript compile against the client, of every call that it has', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-lines-'));
  const project = join(import.meta.dirname, '../..');
  try {
    symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
    const programs = operations.map((each) => typescriptLines(each, `${root}/v1`));
    expect(operations.filter((_, index) => programs[index] === null).map(({ id }) => id)).toEqual([
      'createApiToken',
    ]);
    const variables =
      "const [id, userId, name, code, deliveryId] = ['an-id', 'ann', 'a-name', 'IN_USE', 'a-delivery'];\n";
    for (const [index, program] of programs.entries()) {
      if (program !== null) writeFileSync(join(folder, `${index}.mts`), `${variables}${program}\n`);
    }
    const configuration = {
      extends: join(project, 'tsconfig.json'),
      compilerOptions: { noUnusedLocals: false },
      include: ['*.mts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
    const compiler = join(project, 'node_modules/typescript/bin/tsc');
    const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
    expect([stdout, status]).toEqual(['', 0]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
