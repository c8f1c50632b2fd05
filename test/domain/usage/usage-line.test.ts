import fc from 'fast-check';
import { describeCall } from '../../../lambdas/domain/usage/answered-call.ts';
import { readUsageLine } from '../../../lambdas/domain/usage/usage-line.ts';
import { noon } from '../../support/memory-ports.ts';
import { apiKeyId, entryAt, keyPrefix, lineOf } from '../../usage/usage-lines.ts';

const lineWith = (fields: object) => JSON.stringify({ usage: { apiKeyId, ...entryAt(noon), ...fields } });

test('a line reads back as it was printed', () => {
  const call = { ...entryAt(noon), apiKeyId, keyPrefix, arrivedAtMs: noon - 3 };
  const { usage } = describeCall(call, noon);
  expect(readUsageLine(JSON.stringify({ usage }))).toEqual({
    apiKeyId,
    entry: entryAt(noon, { latencyMs: 3 }),
  });
});

test('a foreign call has no status where it was let through, and says which route it was and what it needed', () => {
  const foreign = {
    status: null,
    outcome: 'success',
    api: 'orders',
    route: 'GET /p/{project}',
    needed: { scopes: ['database:read'], project: 'sales', module: 'm', action: 'read' },
  };
  expect(readUsageLine(lineWith(foreign))?.entry).toEqual({ ...entryAt(noon), ...foreign });
});

test.each([
  { api: 7 },
  { api: null },
  { route: 'a\ud800' },
  { needed: null },
  { needed: ['database:read'] },
  { needed: {} },
  { needed: { scopes: [1] } },
  { needed: { scopes: ['a\ud800'] } },
  { needed: { scopes: [], secret: 'x' } },
  { needed: { scopes: [], project: { a: 1 } } },
  { verified: false },
  { verified: 'true' },
])('a call is counted without %j, which is not ours', (fields) => {
  expect(readUsageLine(lineWith(fields))?.entry).toEqual(entryAt(noon));
});

test.each([{ method: null }, { path: null }, { sourceIp: null }, { userAgent: null }])(
  '%j is an answer as well',
  (fields) => {
    expect(readUsageLine(lineWith(fields))?.entry).toMatchObject(fields);
  },
);

test('what a line says beside is dropped, and lone surrogates are replaced', () => {
  const read = readUsageLine(lineWith({ more: 1, path: 'a\ud800b' }));
  expect(read).toEqual({ apiKeyId, entry: entryAt(noon, { path: 'a�b' }) });
});

test.each([
  undefined,
  null,
  7,
  '',
  'lk_',
  'ttl',
  'lk_aB3dE5gH',
  'lk_aB3dE5',
  'abcdef_aB3dE5g',
  'lk_aB3d#5g',
  `lk_${'a'.repeat(300)}`,
])('the beginning of a secret that cannot be one (%j) is left out, and the call counts', (given) => {
  const { keyPrefix: _, ...entry } = entryAt(noon);
  expect(readUsageLine(lineWith({ keyPrefix: given }))).toEqual({ apiKeyId, entry });
});

test.each([
  ['no JSON', 'START RequestId: 1'],
  ['nothing', ''],
  ['JSON null', 'null'],
  ['a list', '[]'],
  ['no usage', '{"level":"WARN"}'],
  ['usage of another type', '{"usage":"apiKeyId"}'],
  ['no key', JSON.stringify({ usage: entryAt(noon) })],
  ['a key that is no id', lineWith({ apiKeyId: 'x#2027-06-15' })],
  ['too long', lineWith({ path: 'x'.repeat(16_384) })],
])('refused: %s', (_, line) => {
  expect(readUsageLine(line)).toBeNull();
});

test.each([
  { at: '2027-06-15' },
  { at: '2027-06-15T12:00:00Z' },
  { at: '2027-02-30T12:00:00.000Z' },
  { at: noon },
  { method: 1 },
  { path: undefined },
  { status: '200' },
  { status: 99 },
  { status: 200.5 },
  { outcome: 'fine' },
  { code: null },
  { requestId: null },
  { latencyMs: -1 },
  { latencyMs: 1e300 },
  { latencyMs: null },
])('refused: %j', (fields) => {
  expect(readUsageLine(lineWith(fields))).toBeNull();
});

test('no line makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
      expect(readUsageLine(line)).toBeNull();
    }),
  );
});

test('members come in the order that people read them in', () => {
  const entry = entryAt(noon);
  const shuffled = Object.fromEntries(Object.entries(entry).toReversed()) as typeof entry;
  expect(Object.keys(readUsageLine(lineOf({ apiKeyId, entry: shuffled }))!.entry)).toEqual(
    Object.keys(entry),
  );
});
