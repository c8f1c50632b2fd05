import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
});
afterAll(() => engine?.stop());

let count = 0;
async function add(fields: object = {}): Promise<string> {
  count += 1;
  const name = `role-${count}`;
  expect((await api.admin('createRole', { body: { name, ...fields } })).status).toBe(201);
  return name;
}
const put = (name: string, body: object, headers = {}) =>
  api.admin('replaceRole', { at: { name }, body, headers });
const get = (name: string) => api.admin('getRole', { at: { name } });
const rights = (modules: number) => ({
  projects: {
    sales: { modules: Object.fromEntries(Array.from({ length: modules }, (_, at) => [`m${at}`, 'read'])) },
  },
});

describe('a new role', () => {
  test('is as it was asked for, and found under Location', async () => {
    const definition = {
      name: 'analyst',
      description: 'Reads\nsales',
      scopes: ['database:*', 'audit:read'],
      accessRights: { projects: { '*': { environments: { prod: ['execute'] } } } },
    };
    const made = await api.admin('createRole', { body: definition });
    expect(made.status).toBe(201);
    expect(made.headers).toMatchObject({
      ETag: '"1"',
      Location: 'https://api.example.com/api/v1/roles/analyst',
    });
    const now = new Date(api.clock.now()).toISOString();
    expect(made.body).toEqual({ ...definition, createdAt: now, updatedAt: now });
    expect((await get('analyst')).body).toEqual(made.body);
  });

  test('needs a name only, and grants nothing then', async () => {
    expect((await get(await add())).body).toMatchObject({ description: '', scopes: [], accessRights: {} });
  });

  test('cannot take the name of another, not even of the built-in one', async () => {
    for (const name of [await add(), 'admin']) {
      const again = await api.admin('createRole', { body: { name } });
      expect([again.status, again.body.code]).toEqual([409, 'NAME_TAKEN']);
    }
  });

  test('may grant rights in projects of any name that JSON can carry', async () => {
    const projects = {
      constructor: { modules: { toString: 'read' } },
      日本: { environments: { '*': ['deploy'] } },
    };
    const name = await add({ accessRights: { projects } });
    expect((await get(name)).body.accessRights).toEqual({ projects });
  });
});

describe('what is not a role is refused, naming the field, and nothing is written', () => {
  test.each<[string, object | string, string]>([
    ['no name', { scopes: [] }, 'name'],
    ['an upper-case name', { name: 'Admin' }, 'name'],
    ['an underscore', { name: 'a_b' }, 'name'],
    ['65 characters', { name: 'a'.repeat(65) }, 'name'],
    ['257 characters of description', { name: 'x', description: 'x'.repeat(257) }, 'description'],
    ['a scope outside the catalogue', { name: 'x', scopes: ['*', 'database:drop'] }, 'scopes.1'],
    ['a wildcard of an unknown resource', { name: 'x', scopes: ['warehouse:*'] }, 'scopes.0'],
    ['a wildcard elsewhere', { name: 'x', scopes: ['*:read'] }, 'scopes.0'],
    ['__proto__ as scope', { name: 'x', scopes: ['__proto__'] }, 'scopes.0'],
    ['101 scopes', { name: 'x', scopes: Array(101).fill('*') }, 'scopes'],
    ['null scopes, which only a key has', { name: 'x', scopes: null }, 'scopes'],
    ['access rights over 16 KB', { name: 'x', accessRights: rights(1_500) }, 'accessRights'],
    [
      'an unknown right',
      { name: 'x', accessRights: { projects: { p: { environments: { e: ['write'] } } } } },
      'accessRights.projects.p.environments.e.0',
    ],
    ['an unknown kind of right', { name: 'x', accessRights: { tables: {} } }, 'accessRights.tables'],
    ['a counter', { name: 'x', holders: 7 }, 'holders'],
    [
      '__proto__ as project',
      '{"name":"x","accessRights":{"projects":{"__proto__":{"modules":{"*":"write"}}}}}',
      'accessRights.projects.__proto__',
    ],
  ])('%s', async (_, body, field) => {
    const before = await engine.contents();
    const answer = await api.admin('createRole', { body });
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID']);
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(await engine.contents()).toEqual(before);
  });

  test('access rights of almost 16 KB are not too much', async () => {
    const accessRights = rights(1_100);
    expect(JSON.stringify(accessRights).length).toBeGreaterThan(15_000);
    expect((await get(await add({ accessRights }))).body.accessRights).toEqual(accessRights);
  });

  test('a replacement is checked in the same way, and never renames', async () => {
    const name = await add();
    for (const body of [{ name }, { scopes: ['database:drop'] }, { accessRights: rights(1_500) }]) {
      expect((await put(name, body)).status).toBe(400);
    }
    expect((await get(name)).headers['ETag']).toBe('"1"');
  });

  test('a name that cannot exist is not found', async () => {
    for (const name of ['no-such-role', '__proto__', 'A', 'a#b', 'x'.repeat(3_000)]) {
      expect((await get(name)).status).toBe(404);
      expect((await put(name, {})).status).toBe(404);
      expect((await api.admin('deleteRole', { at: { name } })).status).toBe(404);
    }
  });
});

describe('a replacement', () => {
  test('is whole: what is left out is gone', async () => {
    const name = await add({ description: 'before', scopes: ['database:read'], accessRights: rights(1) });
    const changed = await put(name, { scopes: ['database:write'] });
    expect([changed.status, changed.headers['ETag']]).toEqual([200, '"2"']);
    expect(changed.body).toMatchObject({ description: '', scopes: ['database:write'], accessRights: {} });
    expect((await get(name)).body).toEqual(changed.body);
  });

  test('that changes nothing keeps the ETag, and writes nothing', async () => {
    const fields = { description: 'same', scopes: ['database:read'], accessRights: rights(2) };
    const name = await add(fields);
    const before = await engine.contents();
    const same = await put(name, fields);
    expect([same.status, same.headers['ETag']]).toEqual([200, '"1"']);
    expect(await engine.contents()).toEqual(before);
  });

  test('or a deletion of another version than If-Match names is 412', async () => {
    const name = await add();
    const stale = { 'If-Match': '"1"' };
    expect((await put(name, { description: 'second' }, stale)).status).toBe(200);
    expect((await put(name, { description: 'third' }, stale)).body.code).toBe('PRECONDITION_FAILED');
    expect((await api.admin('deleteRole', { at: { name }, headers: stale })).status).toBe(412);
    expect((await api.admin('deleteRole', { at: { name }, headers: { 'If-Match': '"2"' } })).status).toBe(
      204,
    );
    expect((await get(name)).status).toBe(404);
  });
});

test('a role is deleted once nobody holds it, active or not', async () => {
  const name = await add();
  await api.admin('createUser', { body: { userId: 'ada@example.com', roles: [name], status: 'disabled' } });
  const inUse = await api.admin('deleteRole', { at: { name } });
  expect([inUse.status, inUse.body.code]).toEqual([409, 'IN_USE']);
  await api.admin('updateUser', { at: { userId: 'ada@example.com' }, body: { roles: [] } });
  expect((await api.admin('deleteRole', { at: { name } })).status).toBe(204);
});

test('the built-in role cannot be changed or deleted, by nobody', async () => {
  const before = await engine.contents();
  const answers = [
    await put('admin', { scopes: [] }),
    await put('admin', { scopes: ['*', 'permissions:escalate'], description: 'mine' }),
    await api.admin('deleteRole', { at: { name: 'admin' } }),
    await api.as(api.adminKey)('deleteRole', { at: { name: 'admin' } }),
  ];
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
    answers.map(() => [409, 'CONFLICT']),
  );
  expect(await engine.contents()).toEqual(before);
});

test('the catalogue names every scope of the deployment, to whoever is signed in', async () => {
  const { status, body } = await api.admin('listScopes');
  expect(status).toBe(200);
  expect(body).toContainEqual({ scope: 'database:read', description: 'Read databases', group: 'read' });
  expect(body.map(({ scope }: { scope: string }) => scope)).toContain('permissions:escalate');
});
