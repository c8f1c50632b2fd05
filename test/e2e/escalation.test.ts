import type { ApiClient } from './api-client.ts';
import { allRights, EscalationBench, refusal, salesRead, shown } from './escalation-bench.ts';
import { lastingArgs } from './latchkey-process.ts';

let bench: EscalationBench;
let admin: ApiClient;
beforeAll(async () => {
  bench = await EscalationBench.start(lastingArgs);
  ({ admin } = bench);
}, 60_000);
afterAll(() => bench.stop());

describe('a scoped key', () => {
  test('without api-keys:manage mints nothing, not even less than itself, and edits nothing', async () => {
    const { id, key } = await bench.mint(admin, {
      type: 'admin',
      scopes: ['database:read'],
      accessRights: {},
    });
    const leaked = admin.as(key);
    const attempts = await Promise.all([
      leaked.post('/api-keys', bench.named({ scopes: [], accessRights: {}, expiresIn: '1h' })),
      leaked.patch(`/api-keys/${id}`, { scopes: ['database:*'] }),
      leaked.patch(`/api-keys/${id}`, { scopes: null, accessRights: null }),
      leaked.patch(`/api-keys/${id}`, { expiresAt: null }),
      leaked.patch(`/api-keys/${id}`, { description: 'harmless' }),
      leaked.post(`/api-keys/${id}/resume`),
    ]);
    expect(attempts.map(shown)).toEqual(attempts.map(() => refusal(['api-keys:manage'])));
  });

  test('with api-keys:manage mints no wider, longer-lived or IP-freer one', async () => {
    const limits = { scopes: ['api-keys:manage', 'database:read'], accessRights: salesRead };
    const bounds = { expiresIn: '30d', allowedIps: ['127.0.0.1'] };
    const { key } = await bench.mint(admin, { type: 'admin', ...limits, ...bounds });
    const leaked = admin.as(key);
    const attempt = async (fields: object) =>
      shown(
        await leaked.post('/api-keys', bench.named({ ...limits, ...bounds, expiresIn: '29d', ...fields })),
      );
    expect(await attempt({ scopes: ['database:*'] })).toEqual(refusal(['database:*']));
    expect(await attempt({ scopes: ['database:read', 'billing:manage'] })).toEqual(
      refusal(['billing:manage']),
    );
    expect(await attempt({ scopes: null })).toEqual(refusal(['*']));
    expect(await attempt({ accessRights: null })).toEqual(refusal([], allRights));
    const salesWrite = { projects: { sales: { modules: { model: 'write' } } } };
    expect(await attempt({ accessRights: salesWrite })).toEqual(refusal([], salesWrite));
    expect(await attempt({ expiresIn: '31d' })).toEqual(refusal([]));
    expect(await attempt({ expiresIn: undefined })).toEqual(refusal([]));
    expect(await attempt({ allowedIps: ['127.0.0.0/8'] })).toEqual(refusal([]));
    expect(await attempt({ allowedIps: null })).toEqual(refusal([]));
    expect((await attempt({})).status).toBe('active');
  });

  test('with api-keys:manage does not widen itself, or another key, beyond itself', async () => {
    const limits = { scopes: ['api-keys:manage'], accessRights: {} };
    const { id, key } = await bench.mint(admin, {
      type: 'admin',
      ...limits,
      expiresIn: '30d',
      allowedIps: ['127.0.0.1'],
    });
    const other = await bench.mint(admin, limits);
    const leaked = admin.as(key);
    const cases: [object, object][] = [
      [{ scopes: ['api-keys:*'] }, refusal(['api-keys:*'])],
      [{ scopes: null }, refusal(['*'])],
      [{ accessRights: salesRead }, refusal([], salesRead)],
      [{ accessRights: null }, refusal([], allRights)],
    ];
    for (const [change, refused] of cases) {
      expect(shown(await leaked.patch(`/api-keys/${id}`, change))).toEqual(refused);
      expect(shown(await leaked.patch(`/api-keys/${other.id}`, change))).toEqual(refused);
    }
    for (const change of [{ expiresAt: null }, { expiresIn: '60d' }, { allowedIps: null }]) {
      expect(shown(await leaked.patch(`/api-keys/${id}`, change))).toEqual(refusal([]));
    }
    const { headers } = await admin.get(`/api-keys/${id}`);
    expect(headers.get('etag')).toBe('"1"');
  });

  test('of type end-user does not turn into an admin key, and an own token is needed to do so', async () => {
    const owner = await bench.person('owner');
    const { id, key } = await bench.mint(owner, { type: 'end-user' });
    const attempts = await Promise.all([
      owner.as(key).patch(`/api-keys/${id}`, { type: 'admin' }),
      owner.as(key).post('/api-keys', bench.named({ type: 'admin' })),
      owner.as(key).get('/users'),
    ]);
    expect(attempts.map(({ status, body }) => [status, body.code])).toEqual(
      attempts.map(() => [403, 'END_USER_KEY']),
    );
    expect((await owner.patch(`/api-keys/${id}`, { type: 'admin' })).status).toBe(200);
  });
});

test('whoever holds roles:manage writes nothing into a role that they do not hold', async () => {
  const roles = await bench.person('roles', 'roles:manage');
  const attempts: [object, object][] = [
    [{ scopes: ['*'] }, refusal(['*'])],
    [{ scopes: ['permissions:escalate'] }, refusal(['permissions:escalate'])],
    [{ scopes: ['database:read', 'roles:*'], accessRights: allRights }, refusal(['roles:*'], allRights)],
  ];
  for (const [definition, refused] of attempts) {
    expect(shown(await roles.post('/roles', { name: 'mine', ...definition }))).toEqual(refused);
    // Their own role, above all.
    expect(shown(await roles.call('PUT', '/roles/roles', { body: definition }))).toEqual(refused);
  }
  expect(
    (await roles.post('/roles', { name: 'mine', scopes: ['database:read'], accessRights: salesRead })).status,
  ).toBe(201);
});

test('whoever holds users:manage gives nobody a role beyond themselves', async () => {
  const users = await bench.person('users', 'users:manage');
  const attempts = [
    await users.patch('/users/users@example.com', { roles: ['developer', 'users', 'admin'] }),
    await users.post('/users', { userId: 'accomplice@example.com', roles: ['admin'] }),
  ];
  expect(attempts.map(shown)).toEqual(attempts.map(() => refusal(['*'], allRights)));
  expect((await users.post('/users', { userId: 'helper@example.com', roles: ['developer'] })).status).toBe(
    201,
  );
  // Letting a disabled administrator in again gives back all that they had.
  await admin.post('/users', { userId: 'asleep@example.com', roles: ['admin'], status: 'disabled' });
  expect(shown(await users.patch('/users/asleep@example.com', { status: 'active' }))).toEqual(
    refusal(['*'], allRights),
  );
});

test('the last administrator is not disabled, stripped or deleted, by anybody', async () => {
  const users = await bench.person('deposing', 'users:manage');
  const path = `/users/${bench.server.bootstrap.adminUserId}`;
  const others = (await admin.get('/users?role=admin&status=active')).body.filter(
    ({ userId }: { userId: string }) => userId !== bench.server.bootstrap.adminUserId,
  );
  for (const { userId } of others)
    expect((await admin.patch(`/users/${userId}`, { roles: [] })).status).toBe(200);
  for (const client of [admin, users, admin.as(bench.server.bootstrap.adminKey)]) {
    const attempts = [
      await client.patch(path, { status: 'disabled' }),
      await client.patch(path, { roles: [] }),
      await client.patch(path, { roles: ['developer'] }),
    ];
    expect(attempts.map(({ status, body }) => [status, body.code])).toEqual(
      attempts.map(() => [409, 'CONFLICT']),
    );
  }
  await admin.post(`${path}/revoke-keys`);
  expect((await users.delete(path)).body).toMatchObject({ status: 409, code: 'CONFLICT' });
  expect((await admin.get('/me')).status).toBe(200);
});
