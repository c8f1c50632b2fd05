import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
  await api.admin('createRole', { body: { name: 'reader', scopes: ['database:read'] } });
  await api.admin('createRole', { body: { name: 'writer', scopes: ['database:write'] } });
});
afterAll(() => engine?.stop());

let count = 0;
/** A user of its own, stored; their id. */
async function add(fields: object = {}): Promise<string> {
  count += 1;
  const userId = `user-${count}@example.com`;
  const { status } = await api.admin('createUser', { body: { userId, roles: ['reader'], ...fields } });
  expect(status).toBe(201);
  return userId;
}
const patch = (userId: string, body: object, headers = {}) =>
  api.admin('updateUser', { at: { userId }, body, headers });
const get = (userId: string) => api.admin('getUser', { at: { userId } });

describe('a new user', () => {
  test('is as it was asked for, and found under Location', async () => {
    const made = await api.admin('createUser', {
      body: {
        userId: 'ada@example.com',
        displayName: ' Ada ',
        roles: ['writer', 'reader'],
        status: 'disabled',
      },
    });
    expect(made.status).toBe(201);
    expect(made.headers).toMatchObject({
      ETag: '"1"',
      Location: 'https://api.example.com/api/v1/users/ada%40example.com',
    });
    expect(made.body).toEqual({
      userId: 'ada@example.com',
      displayName: 'Ada',
      roles: ['reader', 'writer'],
      status: 'disabled',
      keyCount: 0,
      createdAt: '2027-06-15T12:00:00.500Z',
      updatedAt: '2027-06-15T12:00:00.500Z',
    });
    const found = await get('ada@example.com');
    expect([found.status, found.body, found.headers['ETag']]).toEqual([200, made.body, '"1"']);
  });

  test('needs a userId only, is active then, and has no roles', async () => {
    const { body } = await api.admin('createUser', { body: { userId: 'svc|build:1' } });
    expect(body).toMatchObject({
      userId: 'svc|build:1',
      displayName: 'svc|build:1',
      roles: [],
      status: 'active',
    });
  });

  test('has an email in lower case, and is found in any; other ids are as they are', async () => {
    expect((await api.admin('createUser', { body: { userId: 'Bob@Example.COM' } })).body.userId).toBe(
      'bob@example.com',
    );
    expect((await get('BOB@example.com')).body.userId).toBe('bob@example.com');
    expect((await api.admin('createUser', { body: { userId: 'Robot' } })).body.userId).toBe('Robot');
    expect((await get('robot')).status).toBe(404);
  });

  test('cannot take the id of another, in whatever case', async () => {
    await add({ userId: 'eve@example.com' });
    const again = await api.admin('createUser', { body: { userId: 'EVE@example.com' } });
    expect([again.status, again.body.code]).toEqual([409, 'CONFLICT']);
  });

  test.each(['__proto__', 'constructor', 'toString'])('may be called %s', async (userId) => {
    expect((await api.admin('createUser', { body: { userId } })).status).toBe(201);
    expect((await get(userId)).body).toMatchObject({ userId, roles: [], status: 'active' });
  });
});

const roleNames = (number: number) => Array.from({ length: number }, (_, at) => `role-${at}`);

describe('what is not a user is refused, naming the field, and nothing is written', () => {
  test.each<[string, object, string]>([
    ['no userId', {}, 'userId'],
    ['two characters', { userId: 'ab' }, 'userId'],
    ['257 characters', { userId: 'a'.repeat(257) }, 'userId'],
    ['a space', { userId: 'a b c' }, 'userId'],
    ['a slash', { userId: 'a/b/c' }, 'userId'],
    ['#, which divides keys of the tables', { userId: 'ada#KEY' }, 'userId'],
    ['a letter beyond ASCII', { userId: 'zoë@example.com' }, 'userId'],
    ['a line break at the end', { userId: 'ada@example.org\n' }, 'userId'],
    ['a number', { userId: 12_345 }, 'userId'],
    ['an empty name', { displayName: ' ' }, 'displayName'],
    ['257 characters as name', { displayName: 'x'.repeat(257) }, 'displayName'],
    ['roles that are no list', { roles: 'reader' }, 'roles'],
    ['21 roles', { roles: roleNames(21) }, 'roles'],
    ['a role twice', { roles: ['reader', 'reader'] }, 'roles'],
    ['a role that does not exist', { roles: ['reader', 'no-such-role'] }, 'roles.1'],
    ['__proto__ as role', { roles: ['__proto__'] }, 'roles.0'],
    ['constructor as role, which does not exist', { roles: ['constructor'] }, 'roles.0'],
    ['an upper-case role', { roles: ['Reader'] }, 'roles.0'],
    ['an unknown status', { status: 'paused' }, 'status'],
    ['a counter', { keyCount: 5 }, 'keyCount'],
    ['a version', { version: 5 }, 'version'],
  ])('%s', async (name, fields, field) => {
    const before = await engine.contents();
    const userId = name === 'no userId' ? {} : { userId: 'fresh@example.com' };
    const { status, body } = await api.admin('createUser', { body: { ...userId, ...fields } });
    expect([status, body.code]).toEqual([400, 'INVALID']);
    expect(body.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(await engine.contents()).toEqual(before);
  });

  test('an edit is checked in the same way, and never moves a user', async () => {
    const userId = await add();
    for (const body of [{}, { userId: 'other@example.com' }, { roles: ['no-such-role'] }, { status: null }]) {
      expect((await patch(userId, body)).status).toBe(400);
    }
    expect((await get(userId)).headers['ETag']).toBe('"1"');
  });

  test('twenty roles are not too many', async () => {
    await Promise.all(roleNames(20).map((name) => api.admin('createRole', { body: { name } })));
    expect((await get(await add({ roles: roleNames(20) }))).body.roles).toHaveLength(20);
  });

  test('an id that cannot exist is not found', async () => {
    await add({ userId: 'make@example.com' });
    for (const userId of ['nobody@example.com', 'x', 'ö'.repeat(300), 'a#b', 'ma\u212ae@example.com']) {
      expect((await get(userId)).status).toBe(404);
      expect((await patch(userId, { status: 'disabled' })).status).toBe(404);
      expect((await api.admin('deleteUser', { at: { userId } })).status).toBe(404);
      expect((await api.admin('revokeUserKeys', { at: { userId } })).status).toBe(404);
    }
  });
});

describe('a change', () => {
  test('replaces the fields given, and the list of roles whole', async () => {
    const userId = await add({ displayName: 'Before' });
    api.clock.set(api.clock.now() + 1_000);
    const changed = await patch(userId, { roles: ['writer'] });
    expect([changed.status, changed.headers['ETag']]).toEqual([200, '"2"']);
    expect(changed.body).toMatchObject({ displayName: 'Before', roles: ['writer'], status: 'active' });
    expect(Date.parse(changed.body.updatedAt)).toBe(Date.parse(changed.body.createdAt) + 1_000);
  });

  test('that changes nothing keeps the ETag, and writes nothing', async () => {
    const userId = await add({ roles: ['reader', 'writer'], displayName: 'Same' });
    const before = await engine.contents();
    const same = await patch(userId, { roles: ['writer', 'reader'], displayName: 'Same ', status: 'active' });
    expect([same.status, same.headers['ETag']]).toEqual([200, '"1"']);
    expect(await engine.contents()).toEqual(before);
  });

  test('or a deletion of another version than If-Match names is 412', async () => {
    const userId = await add();
    const stale = { 'If-Match': '"1"' };
    expect((await patch(userId, { status: 'disabled' }, stale)).status).toBe(200);
    expect((await patch(userId, { status: 'active' }, stale)).body.code).toBe('PRECONDITION_FAILED');
    expect((await api.admin('deleteUser', { at: { userId }, headers: stale })).status).toBe(412);
    expect((await get(userId)).body.status).toBe('disabled');
    expect((await patch(userId, { status: 'active' }, { 'If-Match': '*' })).status).toBe(200);
    expect((await api.admin('deleteUser', { at: { userId }, headers: { 'If-Match': '"3"' } })).status).toBe(
      204,
    );
  });
});

test('a user is deleted once they have no keys, expired ones included; their next key is impossible', async () => {
  const userId = await add();
  const { body: key } = await api.admin('createApiKey', {
    body: { name: 'last key', userId, scopes: [], accessRights: {}, expiresIn: '1s' },
  });
  api.clock.set(api.clock.now() + 5_000);
  const inUse = await api.admin('deleteUser', { at: { userId } });
  expect([inUse.status, inUse.body.code]).toEqual([409, 'IN_USE']);
  await api.admin('deleteApiKey', { at: { id: key.id } });
  expect((await api.admin('deleteUser', { at: { userId } })).status).toBe(204);
  expect((await get(userId)).status).toBe(404);
  const minted = await api.admin('createApiKey', { body: { name: 'too late', userId } });
  expect([minted.status, minted.body.code]).toEqual([400, 'USER_UNKNOWN']);
});
