import { World } from '../support/memory-world.ts';

const [admin, manager, bob] = ['admin@example.com', 'manager@example.com', 'bob@example.com'] as const;

/**
 * A manager holds `database:read` and `api-keys:manage`, and mints a key for Bob, who may read databases too. Then
 * the administrator lets Bob do more. The manager knows the secret, and must not gain by it.
 */
async function mintedForBob(limits: object) {
  const world = new World([admin, manager, bob]);
  const [byAdmin, byManager] = world.holders;
  const succeed = async (...call: Parameters<World['call']>) => {
    const { status, body } = await world.call(...call);
    expect([status < 300, body.code]).toEqual([true, undefined]);
  };
  await succeed(byAdmin!, 'createRole', {
    body: { name: 'manager', scopes: ['api-keys:manage', 'database:read'] },
  });
  await succeed(byAdmin!, 'createRole', { body: { name: 'reader', scopes: ['database:read'] } });
  await succeed(byAdmin!, 'updateUser', { at: { userId: manager }, body: { roles: ['manager'] } });
  await succeed(byAdmin!, 'updateUser', { at: { userId: bob }, body: { roles: ['reader'] } });
  const minted = await world.call(byManager!, 'createApiKey', {
    body: { name: 'key', userId: bob, ...limits },
  });
  await succeed(byAdmin!, 'updateUser', { at: { userId: bob }, body: { roles: ['admin'] } });
  const key = world.holders.find(({ apiKeyId }) => apiKeyId !== null);
  return { minted, reach: key === undefined ? null : [...world.reachOf(key)], byManager, world };
}

test('within what the manager holds, the key works, and does no more later', async () => {
  const { minted, reach } = await mintedForBob({ scopes: ['database:read'], accessRights: {} });
  expect(minted.status).toBe(201);
  expect(reach).toEqual(['scope database:read']);
});

test.each<[string, object]>([
  ['no limits', {}],
  ['no limit on scopes', { accessRights: {} }],
  ['no limit on access rights', { scopes: ['database:read'] }],
  ['a limit that is none', { scopes: ['*'], accessRights: {} }],
  ['a wider scope than the manager’s', { scopes: ['database:*'], accessRights: {} }],
  ['a scope that neither has yet', { scopes: ['audit:read'], accessRights: {} }],
  [
    'access rights that neither has yet',
    { scopes: [], accessRights: { projects: { sales: { modules: { '*': 'write' } } } } },
  ],
])('%s: refused, since Bob may gain what the manager has not', async (_, limits) => {
  const { minted, reach } = await mintedForBob(limits);
  expect(reach ?? []).toEqual([]);
  expect(minted.body).toMatchObject({ status: 403, code: 'INSUFFICIENT_PERMISSIONS' });
});

test.each<[string, object]>([
  ['no limits', {}],
  ['a limit that is none', { scopes: ['*'], accessRights: {} }],
  ['a wider scope', { scopes: ['database:*'], accessRights: {} }],
])('a key with limits makes none with %s, though its user may do no more yet', async (_, limits) => {
  const world = new World([admin, manager]);
  const [byAdmin, byManager] = world.holders;
  const scopes = ['api-keys:manage', 'database:read'];
  await world.call(byAdmin!, 'createRole', { body: { name: 'manager', scopes } });
  await world.call(byAdmin!, 'updateUser', { at: { userId: manager }, body: { roles: ['manager'] } });
  const body = { name: 'parent', type: 'admin', scopes, accessRights: {} };
  await world.call(byManager!, 'createApiKey', { body });
  const parent = world.holders.find(({ apiKeyId }) => apiKeyId !== null);
  const child = await world.call(parent!, 'createApiKey', { body: { name: 'child', ...limits } });
  expect(child.body).toMatchObject({ status: 403, code: 'INSUFFICIENT_PERMISSIONS' });
  const twin = await world.call(parent!, 'createApiKey', { body: { ...body, name: 'twin' } });
  expect(twin.status).toBe(201);
});
