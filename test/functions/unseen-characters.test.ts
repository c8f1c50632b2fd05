import type { OperationId } from '../../lambdas/contract/routes.ts';
import { World } from '../support/memory-world.ts';

const admin = 'admin@example.com';
let world: World;
let id: string;
let key: string;
beforeAll(async () => {
  world = new World([admin]);
  ({ id, key } = (await call('createApiKey', { name: 'key' })).body);
});

const call = (operationId: OperationId, body: object, at: Record<string, string> = {}) =>
  world.call(world.holders[0]!, operationId, { at, body });

const project = { modules: { model: 'read' } };
/** Every text that people or services choose, and that others read. */
const texts: [string, (text: string) => ReturnType<typeof call>, (text: string) => string][] = [
  ["a key's name", (name) => call('createApiKey', { name }), () => 'name'],
  ["a key's new name", (name) => call('updateApiKey', { name }, { id }), () => 'name'],
  ["a duplicate's name", (name) => call('duplicateApiKey', { name }, { id }), () => 'name'],
  ["a token's name", (name) => call('createApiToken', { name, expiry: '2027-07-01' }), () => 'name'],
  [
    "a key's description",
    (description) => call('updateApiKey', { description }, { id }),
    () => 'description',
  ],
  ['metadata', (text) => call('updateApiKey', { metadata: { team: text } }, { id }), () => 'metadata.team'],
  [
    'a name in metadata',
    (text) => call('updateApiKey', { metadata: { [text]: 'x' } }, { id }),
    (text) => `metadata.${text}`,
  ],
  [
    'a project',
    (text) => call('updateApiKey', { accessRights: { projects: { [text]: project } } }, { id }),
    (text) => `accessRights.projects.${text}`,
  ],
  [
    'a display name',
    (displayName) => call('updateUser', { displayName }, { userId: admin }),
    () => 'displayName',
  ],
  [
    "a role's description",
    (description) => call('createRole', { name: 'reader', description }),
    () => 'description',
  ],
  [
    'the method of a verified request',
    (method) => call('verifyApiKey', { key, request: { method, path: '/' } }),
    () => 'request.method',
  ],
  [
    'the path of a verified request',
    (path) => call('verifyApiKey', { key, request: { method: 'GET', path } }),
    () => 'request.path',
  ],
];

const unseen: Record<string, string> = {
  'an escape': '\u001b',
  'a carriage return': '\r',
  'a control character of C1': '\u009b',
  'an override of the direction': '\u202e',
  'an isolate': '\u2067',
  'a mark of the byte order': '\ufeff',
  'a space without width': '\u200b',
  'a soft hyphen': '\u00ad',
  'a tag': '\u{e0041}',
};

describe.each(texts)('%s', (_, send, fieldOf) => {
  test.each(Object.entries(unseen))('is refused with %s in it', async (__, character) => {
    const text = `a${character}b`;
    const { status, body } = await send(text);
    expect([status, body.errors?.map(({ field }: { field: string }) => field)]).toEqual([
      400,
      [fieldOf(text)],
    ]);
  });
});

test('what scripts and emoji are written with is taken', async () => {
  for (const name of ['می‌خواهم', 'क्‍ष', '👩‍🚀 rocket', 'Ünïcödé', '木']) {
    const { status, body } = await call('createApiKey', {
      name,
      description: name,
      metadata: { [name]: name },
    });
    expect([status, body.name]).toEqual([201, name]);
  }
});

test('descriptions and metadata may have lines', async () => {
  const lines = 'first\n\tsecond';
  const { status } = await call('updateApiKey', { description: lines, metadata: { note: lines } }, { id });
  expect(status).toBe(200);
});

test('a User-Agent that a service passes on stops nobody', async () => {
  const request = { method: 'GET', path: '/', userAgent: 'tool\u202e\u001b/1' };
  expect((await call('verifyApiKey', { key, request })).body.valid).toBe(true);
});
