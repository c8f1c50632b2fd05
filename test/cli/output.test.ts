import { PassThrough } from 'node:stream';
import { parse } from 'yaml';
import { apiView } from '../../cli/src/commands/apis/view.ts';
import { keyView } from '../../cli/src/commands/keys/view.ts';
import { roleView } from '../../cli/src/commands/roles/view.ts';
import { usageView } from '../../cli/src/commands/usage/view.ts';
import { userView } from '../../cli/src/commands/users/view.ts';
import type { Format } from '../../cli/src/output/format.ts';
import { masked, maskedBody } from '../../cli/src/output/masking.ts';
import { Printer } from '../../cli/src/output/printer.ts';
import type { View } from '../../cli/src/output/view.ts';
import { buildOpenApi } from '../../lambdas/functions/openapi/document.ts';
import { settings } from '../support/memory-settings.ts';

interface Thing {
  readonly id: string;
  readonly name: string;
  readonly scopes: string[] | null;
}

const view: View<Thing> = {
  columns: [
    { title: 'name', value: ({ name }) => name },
    { title: 'scopes', value: ({ scopes }) => scopes?.join(', ') ?? 'all' },
  ],
  details: [{ title: 'id', value: ({ id }) => id }],
  fields: ['id', 'name', 'scopes'],
  name: ({ id }) => id,
};

const things: Thing[] = [
  { id: '1', name: 'plain', scopes: null },
  { id: '2', name: '=SUM(A1)"', scopes: ['a:read', 'b:read'] },
  { id: '3', name: 'two\nlines \u001b[31mred', scopes: [] },
];

const tellEmpty = async () => {};

async function printed(format: Format, print: (printer: Printer) => Promise<void>, isQuiet = false) {
  const stdout = new PassThrough();
  await print(new Printer(stdout, { format, isQuiet, now: () => new Date(0), tellEmpty }));
  stdout.end();
  return Buffer.concat(await stdout.toArray()).toString();
}

describe.each([0, 1, 3])('a list of %i', (size) => {
  const some = things.slice(0, size);
  const listed = (format: Format, isQuiet = false) =>
    printed(format, (printer) => printer.list(some, view), isQuiet);

  test('is an object with items, in JSON and YAML', async () => {
    expect(JSON.parse(await listed('json'))).toEqual({ items: some });
    expect(parse(await listed('yaml'))).toEqual({ items: some });
  });

  test('is a line for each record, in JSON Lines and quietly', async () => {
    const lines = (await listed('jsonl')).split('\n').slice(0, -1);
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(some);
    expect(await listed('table', true)).toBe(some.map(({ id }) => `${id}\n`).join(''));
  });
});

test('CSV has the fields of the API, and no formulas', async () => {
  expect(await printed('csv', (printer) => printer.list(things, view))).toBe(
    [
      '"id","name","scopes"',
      '"1","plain",',
      `"2","'=SUM(A1)""","[""a:read"",""b:read""]"`,
      '"3","two\nlines \u001b[31mred","[]"',
      '',
    ].join('\r\n'),
  );
});

test.each([
  ['ApiKey', keyView],
  ['User', userView],
  ['Role', roleView],
  ['ProtectedApi', apiView],
  ['UsageEntry', usageView],
])('CSV has each member of %s', (name, { fields }) => {
  const { schemas } = buildOpenApi(settings).components as {
    schemas: Record<string, { properties: object }>;
  };
  expect(new Set(fields)).toEqual(new Set(Object.keys(schemas[name]?.properties ?? {})));
});

test('a table is aligned, and names cannot move the cursor', async () => {
  expect(await printed('table', (printer) => printer.list(things, view))).toBe(
    [
      'NAME                SCOPES',
      'plain               all',
      '=SUM(A1)"           a:read, b:read',
      'two lines  [31mred',
      '',
    ].join('\n'),
  );
});

test('a record is an object, or lines for people', async () => {
  const [first] = things as [Thing];
  for (const format of ['json', 'jsonl', 'yaml'] as const) {
    expect(parse(await printed(format, (printer) => printer.record(first, view)))).toEqual(first);
  }
  expect(await printed('table', (printer) => printer.record(first, view))).toBe(
    'name:    plain\nscopes:  all\nid:      1\n',
  );
});

test('a list is written while it is read', async () => {
  const stdout = new PassThrough();
  let written = '';
  stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
  async function* slowly() {
    yield things[0]!;
    expect(written).toContain('plain');
    yield things[1]!;
  }
  for (const format of ['json', 'jsonl', 'yaml', 'csv'] as const) {
    written = '';
    await new Printer(stdout, { format, isQuiet: false, now: () => new Date(0), tellEmpty }).list(slowly(), {
      ...view,
      fields: ['name'],
    });
  }
  expect.assertions(4);
});

test('keys and tokens are masked wherever they stand', () => {
  const key = `lk_${'a'.repeat(49)}`;
  const token = `eyJ${'a'.repeat(20)}.${'b'.repeat(20)}.${'c'.repeat(20)}`;
  expect(masked(`a ${key} b ${encodeURIComponent(token)} c lk%5F${'a'.repeat(49)}`)).toBe(
    'a [masked key] b [masked token] c [masked key]',
  );
  expect(
    JSON.parse(maskedBody(JSON.stringify({ key: 'short', deep: { refresh_token: 'x' }, name: key }))),
  ).toEqual({
    key: '[masked]',
    deep: { refresh_token: '[masked]' },
    name: '[masked key]',
  });
});
