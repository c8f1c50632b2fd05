import { randomUUID } from 'node:crypto';
import { isWellFormedSecret } from '../../lambdas/domain/keys/secret.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Call, person } from '../support/memory-api.ts';

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  // It is noon of 15 June 2027.
  api = await deploy(engine);
});
afterAll(() => engine?.stop());

const create = (fields: object = {}, call: Call = api.admin) =>
  call('createApiToken', {
    body: { name: randomUUID(), expiry: '2027-12-31', isAdmin: false, accessRights: {}, ...fields },
  });

describe('the request of metaVault', () => {
  test('is answered 200 with exactly its fields', async () => {
    const { status, body } = await create({ name: 'MyApiKey', expiry: '2027-09-01T10:00:00Z' });
    expect(status).toBe(200);
    expect(body).toEqual({
      token: expect.any(String),
      tokenPrefix: body.token.slice(0, 10),
      id: expect.any(String),
      name: 'MyApiKey',
      expiry: '2027-09-01T10:00:00.000Z',
      creationDate: '2027-06-15T12:00:00.500Z',
      isAdmin: false,
      accessRights: {},
    });
    expect(isWellFormedSecret(body.token, ['lk'])).toBe(true);
  });

  test('makes an end-user key of the caller with the given rights and no limit on scopes', async () => {
    const accessRights = { projects: { sales: { modules: { model: 'read' } } } };
    const { body: token } = await create({ accessRights });
    expect((await api.admin('getApiKey', { at: { id: token.id } })).body).toMatchObject({
      userId: 'admin@example.com',
      type: 'end-user',
      scopes: null,
      accessRights,
    });
    expect((await api.as(token.token)('getPrincipal')).body).toMatchObject({
      userId: 'admin@example.com',
      scopes: ['*'],
      accessRights,
    });
  });

  test('with isAdmin makes an admin key with all rights of the caller', async () => {
    const { body: token } = await create({ isAdmin: true });
    expect([token.isAdmin, token.accessRights]).toEqual([true, null]);
    expect((await api.admin('getApiKey', { at: { id: token.id } })).body).toMatchObject({
      type: 'admin',
      scopes: null,
      accessRights: null,
    });
    expect((await api.as(token.token)('listUsers')).status).toBe(200);
  });

  test('needs name and expiry only: an end-user key without access rights', async () => {
    const { status, body } = await api.admin('createApiToken', {
      body: { name: 'short', expiry: '2027-12-31' },
    });
    expect([status, body.isAdmin, body.accessRights]).toEqual([200, false, {}]);
  });

  test('leaves one audit event, as any key does', async () => {
    const { body: token } = await create();
    api.clock.set(api.clock.now() + 1);
    const { body: events } = await api.admin('listAuditEvents', { query: { targetId: token.id } });
    expect(events.map(({ action }: { action: string }) => action)).toEqual(['api_key.created']);
  });
});

describe('expiry', () => {
  test.each<[string, unknown, number]>([
    ['366 days ahead', '2028-06-15', 200],
    ['the last millisecond of that day', '2028-06-15T23:59:59.999Z', 200],
    ['367 days ahead', '2028-06-16', 400],
    ['years ahead', '2037-06-15', 400],
    ['today, which has begun', '2027-06-15', 400],
    ['a second ago', '2027-06-15T11:59:59Z', 400],
    ['tomorrow', '2027-06-16', 200],
    ['31 February', '2028-02-31', 400],
    ['no date', 'soon', 400],
    ['none', undefined, 400],
    ['never', null, 400],
  ])('%s', async (_, expiry, status) => {
    const answer = await create({ expiry });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body.errors[0].field).toBe('expiry');
  });

  test('keeps to the deployment’s policy where that is shorter', async () => {
    const strict = await deploy(await startAnother(), {
      keyPolicy: { requireExpiry: false, maxLifetimeDays: 30 },
    });
    expect((await create({ expiry: '2027-07-15' }, strict.admin)).status).toBe(200);
    expect((await create({ expiry: '2027-07-16' }, strict.admin)).status).toBe(400);
  });
});

let another: Engine | undefined;
afterEach(async () => {
  await another?.stop();
  another = undefined;
});
const startAnother = async () => (another = await startEngine());

test.each<[string, object, string]>([
  ['an unknown field', { scopes: [] }, 'scopes'],
  ['a user', { userId: 'bob@example.com' }, 'userId'],
  ['rights of an administrator key', { isAdmin: true, accessRights: { projects: {} } }, 'accessRights'],
  ['isAdmin as text', { isAdmin: 'true' }, 'isAdmin'],
])('%s is refused', async (_, fields, field) => {
  const { status, body } = await create(fields);
  expect([status, body.errors[0].field]).toEqual([400, field]);
});

describe('only administrators may', () => {
  test('not a manager, in person or by key; not an end-user key of an administrator', async () => {
    await api.admin('createRole', {
      body: { name: 'manager', scopes: ['api-keys:*', 'users:*', 'roles:*'] },
    });
    await api.admin('createUser', { body: { userId: 'manager@example.com', roles: ['manager'] } });
    const manager = api.as(person('manager@example.com'));
    const { key } = (await manager('createApiKey', { body: { name: 'managing', type: 'admin' } })).body;
    for (const call of [manager, api.as(key)]) {
      expect((await create({}, call)).body).toMatchObject({ status: 403, missingScopes: ['*'] });
    }
    const endUser = (await create()).body.token;
    expect((await create({}, api.as(endUser))).body.code).toBe('END_USER_KEY');
  });

  test('an unrestricted key of an administrator may; one with a limit of its own may not open another', async () => {
    expect((await create({}, api.as(api.adminKey))).status).toBe(200);
    const limited = await api.admin('createApiKey', {
      body: { name: 'limited', type: 'admin', scopes: ['*'], accessRights: {} },
    });
    const refused = await create({}, api.as(limited.body.key));
    expect(refused.body).toMatchObject({ status: 403, code: 'INSUFFICIENT_PERMISSIONS' });
  });
});
