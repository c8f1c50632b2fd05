import { randomUUID } from 'node:crypto';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Api, apiOver } from '../support/engine-handlers.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { administrator, type Sent } from '../support/memory-events.ts';

let engine: Engine;
let api: Api;
beforeAll(async () => {
  engine = await startEngine();
  api = apiOver(engine.tables);
  await seedRole(engine.tables, 'developer', { scopes: ['database:*'], accessRights: {} });
  for (const userId of ['admin@example.com', 'ada@example.com']) await seedUser(engine.tables, { userId });
});
afterAll(() => engine?.stop());

const ada = { ...administrator, userId: 'ada@example.com', scopes: '["database:*"]', accessRights: '{}' };
const create = async (fields: object = {}, sent: Sent = {}) => {
  const body = {
    name: randomUUID(),
    userId: 'ada@example.com',
    scopes: ['database:read'],
    accessRights: {},
    ...fields,
  };
  return (await api.call('createApiKey', { body, ...sent })).body as {
    id: string;
    name: string;
    key: string;
  };
};
const eventsOf = async (id: string) =>
  ((await api.call('listAuditEvents', { query: { targetId: id } })).body as { action: string }[]).length;
/** What the authorizer says of a calling key. */
const asKey = ({ id }: { id: string }, scopes: string[]) => ({
  ...ada,
  via: 'api-key' as const,
  apiKeyId: apiKeyIdOf(id),
  apiKeyType: 'admin' as const,
  scopes: JSON.stringify(scopes),
});

describe('a change', () => {
  test('of some fields leaves the others, and makes the next version', async () => {
    const { id, key: _, ...before } = await create();
    const { headers, body } = await api.call('updateApiKey', {
      id,
      body: { description: 'x', metadata: { a: 'b' } },
    });
    expect(headers['ETag']).toBe('"2"');
    expect(body).toEqual({ ...before, id, description: 'x', metadata: { a: 'b' } });
  });

  test('that changes nothing keeps the ETag and makes no event', async () => {
    const { id, name } = await create();
    const events = await eventsOf(id);
    for (const body of [{ name }, { scopes: ['database:read'] }, { status: 'active' }, { expiresAt: null }]) {
      const answer = await api.call('updateApiKey', { id, body });
      expect([answer.status, answer.headers['ETag']]).toEqual([200, '"1"']);
    }
    expect((await api.call('resumeApiKey', { id })).headers['ETag']).toBe('"1"');
    expect(await eventsOf(id)).toBe(events);
  });

  test.each([{}, { id: 'x' }, { userId: 'admin@example.com' }, { keyPrefix: 'x' }, { status: 'expired' }])(
    'of %j is 400',
    async (body) => {
      const { id } = await create();
      expect((await api.call('updateApiKey', { id, body })).status).toBe(400);
    },
  );

  test('of a version that the caller does not mean is 412', async () => {
    const { id } = await create();
    for (const operationId of ['updateApiKey', 'pauseApiKey', 'deleteApiKey'] as const) {
      const sent = operationId === 'updateApiKey' ? { body: { description: 'x' } } : {};
      const answer = await api.call(operationId, { id, headers: { 'If-Match': '"9"' }, ...sent });
      expect([operationId, answer.status]).toEqual([operationId, 412]);
    }
    expect((await api.call('getApiKey', { id })).headers['ETag']).toBe('"1"');
  });
});

describe('pausing', () => {
  const statusOf = async (id: string) => (await api.call('getApiKey', { id })).body.status;

  test('and resuming is the owner’s', async () => {
    const { id } = await create();
    expect((await api.call('pauseApiKey', { id, authorizer: ada })).body.status).toBe('paused');
    expect((await api.call('resumeApiKey', { id, authorizer: ada })).body.status).toBe('active');
  });

  test('by a manager is ended by a manager only, whichever way it is asked', async () => {
    const { id } = await create();
    await api.call('pauseApiKey', { id });
    const attempts = [
      await api.call('resumeApiKey', { id, authorizer: ada }),
      await api.call('updateApiKey', { id, body: { status: 'active' }, authorizer: ada }),
    ];
    expect(attempts.map(({ status }) => status)).toEqual([403, 403]);
    expect(await statusOf(id)).toBe('paused');
    expect((await api.call('resumeApiKey', { id })).body.status).toBe('active');
  });

  test('by a manager holds, also where the owner had paused before', async () => {
    const { id } = await create();
    await api.call('pauseApiKey', { id, authorizer: ada });
    await api.call('pauseApiKey', { id });
    expect((await api.call('resumeApiKey', { id, authorizer: ada })).status).toBe(403);
  });
});

describe('a calling key without api-keys:manage', () => {
  test('reads, pauses and deletes itself', async () => {
    const own = await create();
    const authorizer = asKey(own, ['database:read']);
    for (const [operationId, status] of [
      ['getApiKey', 200],
      ['pauseApiKey', 200],
      ['deleteApiKey', 204],
    ] as const) {
      expect((await api.call(operationId, { id: own.id, authorizer })).status).toBe(status);
    }
  });

  test('makes no key, changes none, and touches no other key of its user', async () => {
    const [own, other] = [await create(), await create()];
    const authorizer = asKey(own, ['database:read']);
    const attempts = [
      await api.call('createApiKey', { body: { name: randomUUID() }, authorizer }),
      await api.call('updateApiKey', { id: own.id, body: { description: 'x' }, authorizer }),
      await api.call('resumeApiKey', { id: own.id, authorizer }),
      await api.call('pauseApiKey', { id: other.id, authorizer }),
      await api.call('deleteApiKey', { id: other.id, authorizer }),
    ];
    expect(attempts.map(({ status, body }) => [status, body.missingScopes])).toEqual(
      attempts.map(() => [403, ['api-keys:manage']]),
    );
  });
});

describe('a list', () => {
  test('goes on from its Link, and only there', async () => {
    const prefix = randomUUID();
    for (const n of [1, 2, 3]) await create({ name: `${prefix} ${n}` });
    const query = { search: prefix, sort: '-name', limit: '2' };
    const first = await api.call('listApiKeys', { query });
    const next = new URL(first.headers['Link']!.match(/<(.+)>/)![1]!).searchParams;
    const second = await api.call('listApiKeys', { query: Object.fromEntries(next) });
    const names = [...first.body, ...second.body].map(({ name }: { name: string }) => name);
    expect(names).toEqual([`${prefix} 3`, `${prefix} 2`, `${prefix} 1`]);
    expect(second.headers).not.toHaveProperty('Link');
    const cursor = next.get('cursor')!;
    const others: Record<string, string>[] = [
      { sort: 'name' },
      { search: 'x' },
      { userId: 'ada@example.com' },
    ];
    for (const other of others) {
      const answer = await api.call('listApiKeys', { query: { ...query, cursor, ...other } });
      expect([answer.status, answer.body.errors[0].field]).toEqual([400, 'cursor']);
    }
    expect((await api.call('listApiKeys', { query: { ...query, cursor }, authorizer: ada })).status).toBe(
      400,
    );
    expect((await api.call('listApiKeys', { query: { ...query, cursor, limit: '100' } })).status).toBe(200);
  });
});
