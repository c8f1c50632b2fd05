import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { person } from '../support/memory-api.ts';

let engine: Engine;
let api: Deployment;
const salesRead = { projects: { sales: { modules: { model: 'read' } } } };
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
  const reader = {
    name: 'reader',
    scopes: ['database:*'],
    accessRights: {
      projects: { sales: { modules: { '*': 'write' }, environments: { prod: ['read', 'deploy'] } } },
    },
  };
  for (const role of [reader, { name: 'service', scopes: ['api-keys:verify'] }]) {
    expect((await api.admin('createRole', { body: role })).status).toBe(201);
  }
  await addUser('service@example.com', ['service']);
});
afterAll(() => engine?.stop());

let count = 0;
async function addUser(userId: string, roles: string[]): Promise<string> {
  expect((await api.admin('createUser', { body: { userId, roles } })).status).toBe(201);
  return userId;
}
/** A key of a user of its own, who is a reader. */
async function mint(fields: object = {}): Promise<{ id: string; key: string; name: string; userId: string }> {
  count += 1;
  const userId = await addUser(`reader-${count}@example.com`, ['reader']);
  const { status, body } = await api.admin('createApiKey', {
    body: { name: `key ${count}`, userId, ...fields },
  });
  expect(status).toBe(201);
  return body;
}
const verify = (key: string, asked: object = {}, by = api.admin) =>
  by('verifyApiKey', { body: { key, ...asked } });
const codeOf = async (key: string, asked: object = {}) => (await verify(key, asked)).body.code;

describe('a valid key', () => {
  test('is told with what it may do', async () => {
    const { id, key, name, userId } = await mint({ scopes: ['database:read', '*'], accessRights: salesRead });
    const { status, body } = await verify(key, { scopes: ['database:read'] });
    expect(status).toBe(200);
    expect(body).toEqual({
      valid: true,
      code: 'VALID',
      apiKeyId: id,
      name,
      userId,
      type: 'end-user',
      scopes: ['database:*'],
      accessRights: salesRead,
      expiresAt: null,
      rateLimit: { limit: 2_000, remaining: 1_999, resetAt: expect.any(String) },
      missingScopes: [],
    });
  });

  test('may be one of any user, and of the caller’s own service', async () => {
    const { key } = await mint({ expiresIn: '1d' });
    const { body } = await verify(key, {}, api.as(person('service@example.com')));
    expect([body.valid, body.expiresAt]).toEqual([true, '2027-06-16T12:00:00.500Z']);
  });
});

describe('every code', () => {
  test('USER_DISABLED and USER_HAS_NO_ROLES, as soon as that is so', async () => {
    const { key, userId } = await mint();
    const at = { userId };
    expect(await codeOf(key)).toBe('VALID');
    await api.admin('updateUser', { at, body: { roles: [] } });
    expect(await codeOf(key)).toBe('USER_HAS_NO_ROLES');
    await api.admin('updateUser', { at, body: { status: 'disabled' } });
    expect(await codeOf(key)).toBe('USER_DISABLED');
  });

  test('API_KEY_PAUSED, API_KEY_EXPIRED and API_KEY_INVALID', async () => {
    const { id, key } = await mint({ expiresIn: '1h' });
    await api.admin('pauseApiKey', { at: { id } });
    const paused = await verify(key, { scopes: ['database:read'] });
    // Nothing that only a valid caller may do is told of one that is not.
    expect(paused.body).toMatchObject({ valid: false, code: 'API_KEY_PAUSED', apiKeyId: id, scopes: [] });
    await api.admin('resumeApiKey', { at: { id } });
    const start = api.clock.now();
    api.clock.set(start + 3_600_000 - 1);
    expect(await codeOf(key)).toBe('VALID');
    api.clock.set(start + 3_600_000);
    expect(await codeOf(key)).toBe('API_KEY_EXPIRED');
    await api.admin('deleteApiKey', { at: { id } });
    expect(await codeOf(key)).toBe('API_KEY_INVALID');
  });

  test('IP_NOT_ALLOWED, also where no address is given', async () => {
    const { key } = await mint({ allowedIps: ['203.0.113.0/24', '2001:db8::/32'] });
    expect(await codeOf(key, { sourceIp: '203.0.113.200' })).toBe('VALID');
    expect(await codeOf(key, { sourceIp: '2001:db8::1' })).toBe('VALID');
    expect(await codeOf(key, { sourceIp: '::ffff:203.0.113.9' })).toBe('VALID');
    expect(await codeOf(key, { sourceIp: '203.0.114.1' })).toBe('IP_NOT_ALLOWED');
    expect(await codeOf(key)).toBe('IP_NOT_ALLOWED');
    expect(await codeOf((await mint()).key)).toBe('VALID');
  });

  test('INSUFFICIENT_PERMISSIONS, naming what is missing', async () => {
    const { key } = await mint({ scopes: ['database:read'] });
    const scopes = ['database:read', 'database:write', 'audit:read'];
    expect((await verify(key, { scopes })).body).toMatchObject({
      valid: false,
      code: 'INSUFFICIENT_PERMISSIONS',
      scopes: ['database:read'],
      missingScopes: ['audit:read', 'database:write'],
    });
    // A wildcard is covered by an equal or wider one only; and no key can escalate.
    expect(await codeOf(key, { scopes: ['database:*'] })).toBe('INSUFFICIENT_PERMISSIONS');
    expect(await codeOf(api.adminKey, { scopes: ['*', 'anything:at-all'] })).toBe('VALID');
    expect(await codeOf(api.adminKey, { scopes: ['permissions:escalate'] })).toBe('INSUFFICIENT_PERMISSIONS');
  });

  test.each<[object, boolean]>([
    [{ project: 'sales', module: 'model', action: 'read' }, true],
    [{ project: 'sales', module: 'model', action: 'write' }, true],
    [{ project: 'sales', environment: 'prod', action: 'deploy' }, true],
    [{ project: 'sales', environment: 'prod', action: 'execute' }, false],
    [{ project: 'sales', environment: 'test', action: 'read' }, false],
    [{ project: 'ops', module: 'model', action: 'read' }, false],
    [{ project: '*', module: 'model', action: 'read' }, false],
    [{ project: 'constructor', module: 'toString', action: 'read' }, false],
  ])('by access rights: %j is %s', async (asked, valid) => {
    const { key } = await mint();
    const { status, body } = await verify(key, asked);
    expect([status, body.valid]).toEqual([200, valid]);
    expect(body.code).toBe(valid ? 'VALID' : 'INSUFFICIENT_PERMISSIONS');
    expect(Object.keys(body.missingAccessRights ?? {})).toEqual(valid ? [] : ['projects']);
  });
});

describe('an unknown key', () => {
  const unknown = `lk_${'0'.repeat(49)}`;
  test.each(['', 'x', 'lk_', unknown, 'a.b.c', `old_${'0'.repeat(49)}`])(
    '%j tells only that',
    async (key) => {
      const { status, body } = await verify(key, { scopes: ['database:read'], sourceIp: '203.0.113.7' });
      expect([status, body]).toEqual([200, { valid: false, code: 'API_KEY_INVALID' }]);
    },
  );

  test('with the right checksum tells no more, and neither does a deleted one', async () => {
    const { id, key } = await mint();
    await api.admin('deleteApiKey', { at: { id } });
    expect((await verify(key)).body).toEqual({ valid: false, code: 'API_KEY_INVALID' });
  });
});

test('only who holds api-keys:verify may ask, an end-user key included', async () => {
  const { key } = await mint();
  const { body } = await api.admin('createApiKey', {
    body: { name: 'verifier', userId: 'service@example.com', type: 'end-user' },
  });
  expect((await verify(key, {}, api.as(body.key))).body.code).toBe('VALID');
  const refused = await verify(key, {}, api.as(key));
  expect(refused.body).toMatchObject({ status: 403, missingScopes: ['api-keys:verify'] });
});
