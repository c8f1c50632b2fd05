import type { AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import { findChainFault } from '../../lambdas/domain/audit/audit.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
});
afterAll(() => engine?.stop());

/** The events of one target as the API tells them, oldest first. */
async function eventsOf(targetId: string): Promise<AuditEvent[]> {
  api.clock.set(api.clock.now() + 1_000);
  const { status, body } = await api.admin('listAuditEvents', { query: { targetId, limit: '100' } });
  expect(status).toBe(200);
  return body.toReversed();
}

test('a user leaves one event a change, with what it changed, by whom and from where', async () => {
  const at = { userId: 'ada@example.com' };
  await api.admin('createRole', { body: { name: 'reader' } });
  await api.admin('createUser', { body: { ...at, roles: ['reader'] } });
  await api.admin('updateUser', {
    at,
    body: { displayName: 'Ada', status: 'disabled' },
    userAgent: 'console/1',
  });
  await api.admin('updateUser', { at, body: { displayName: 'Ada' } });
  await api.admin('updateUser', { at, body: { roles: ['no-such-role'] } });
  await api.as(api.adminKey)('deleteUser', { at });
  const events = await eventsOf('ada@example.com');
  expect(events.map(({ action, changes }) => ({ action, changes }))).toEqual([
    {
      action: 'user.created',
      changes: {
        displayName: { from: null, to: 'ada@example.com' },
        roles: { from: null, to: ['reader'] },
        status: { from: null, to: 'active' },
      },
    },
    {
      action: 'user.updated',
      changes: {
        displayName: { from: 'ada@example.com', to: 'Ada' },
        status: { from: 'active', to: 'disabled' },
      },
    },
    {
      action: 'user.deleted',
      changes: {
        displayName: { from: 'Ada', to: null },
        roles: { from: ['reader'], to: null },
        status: { from: 'disabled', to: null },
      },
    },
  ]);
  expect(events[1]).toMatchObject({
    actor: { userId: 'admin@example.com', via: 'jwt' },
    target: { type: 'user', id: 'ada@example.com', name: 'Ada' },
    sourceIp: '203.0.113.7',
    userAgent: 'console/1',
  });
  expect(events[2]?.actor).toMatchObject({ via: 'api-key', apiKeyId: expect.any(String) });
});

test('a role leaves one event a change', async () => {
  const at = { name: 'analyst' };
  await api.admin('createRole', { body: { ...at, scopes: ['database:read'] } });
  await api.admin('replaceRole', { at, body: { description: 'Reads', scopes: ['database:read'] } });
  await api.admin('replaceRole', { at, body: { description: 'Reads', scopes: ['database:read'] } });
  await api.admin('deleteRole', { at });
  const events = await eventsOf('analyst');
  expect(events.map(({ action, changes }) => [action, changes])).toEqual([
    ['role.created', expect.objectContaining({ scopes: { from: null, to: ['database:read'] } })],
    ['role.updated', { description: { from: '', to: 'Reads' } }],
    ['role.deleted', expect.objectContaining({ scopes: { from: ['database:read'], to: null } })],
  ]);
});

describe('whoever comes back under the same name goes on with its chain, without a gap', () => {
  test('a user', async () => {
    const at = { userId: 'phoenix@example.com' };
    for (let life = 0; life < 3; life += 1) {
      expect((await api.admin('createUser', { body: at })).status).toBe(201);
      expect((await api.admin('updateUser', { at, body: { displayName: `life ${life}` } })).status).toBe(200);
      expect((await api.admin('deleteUser', { at })).status).toBe(204);
    }
    const events = await eventsOf(at.userId);
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(findChainFault(events)).toBeNull();
  });

  test('a role', async () => {
    const at = { name: 'phoenix' };
    for (let life = 0; life < 3; life += 1) {
      expect((await api.admin('createRole', { body: at })).status).toBe(201);
      expect((await api.admin('replaceRole', { at, body: { scopes: ['*'] } })).status).toBe(200);
      expect((await api.admin('deleteRole', { at })).status).toBe(204);
    }
    const events = await eventsOf(at.name);
    expect(events).toHaveLength(9);
    expect(findChainFault(events)).toBeNull();
  });
});

test('simultaneous changes of one user are one chain', async () => {
  const at = { userId: 'busy@example.com' };
  await api.admin('createUser', { body: at });
  const names = Array.from({ length: 10 }, (_, n) => `name ${n}`);
  const answers = await Promise.all(
    names.map((displayName) => api.admin('updateUser', { at, body: { displayName } })),
  );
  const made = answers.filter(({ status }) => status === 200).length;
  expect(made).toBeGreaterThan(0);
  expect(answers.filter(({ status }) => ![200, 503].includes(status))).toEqual([]);
  const events = await eventsOf(at.userId);
  expect(events).toHaveLength(made + 1);
  expect(findChainFault(events)).toBeNull();
});

test('assigning a role or minting a key writes no event on the role or the user', async () => {
  await api.admin('createRole', { body: { name: 'quiet' } });
  await api.admin('createUser', { body: { userId: 'quiet@example.com', roles: ['quiet'] } });
  await api.admin('createApiKey', {
    body: { name: 'quiet key', userId: 'quiet@example.com', scopes: [], accessRights: {} },
  });
  expect(await eventsOf('quiet')).toHaveLength(1);
  expect(await eventsOf('quiet@example.com')).toHaveLength(1);
});
