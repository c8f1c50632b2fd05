import { type Engine, startEngine } from '../support/engine.ts';
import { withStaleIndexes } from '../support/engine-faults.ts';
import { type Api, apiOver } from '../support/engine-handlers.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';

let engine: Engine;
let api: Api;
let id: string;
beforeEach(async () => {
  engine = await startEngine();
  api = apiOver(withStaleIndexes(engine.tables));
  await seedRole(engine.tables, 'developer', { scopes: ['*'], accessRights: {} });
  await seedUser(engine.tables, { userId: 'admin@example.com' });
  id = (await api.call('createApiKey', { body: { name: 'CI', scopes: [] } })).body.id;
});
afterEach(() => engine?.stop());

const listed = async (query = {}) =>
  ((await api.call('listApiKeys', { query })).body as { name: string }[]).map(({ name }) => name);

describe('while the indexes trail the table', () => {
  test('lists trail, and single reads do not', async () => {
    expect(await listed()).toEqual(['CI']);
    await api.call('updateApiKey', { id, body: { name: 'Nightly' } });
    expect(await listed()).toEqual(['CI']);
    expect((await api.call('getApiKey', { id })).body.name).toBe('Nightly');
  });

  test('a key that is deleted is listed for a moment, and not found', async () => {
    for (const query of [{}, { userId: 'admin@example.com' }]) expect(await listed(query)).toEqual(['CI']);
    await api.call('deleteApiKey', { id });
    for (const query of [{}, { userId: 'admin@example.com' }]) expect(await listed(query)).toEqual(['CI']);
    for (const operationId of ['getApiKey', 'pauseApiKey', 'deleteApiKey'] as const) {
      expect((await api.call(operationId, { id })).status).toBe(404);
    }
  });

  test('names are unique all the same, and free again all the same', async () => {
    expect(await listed()).toEqual(['CI']);
    await api.call('createApiKey', { body: { name: 'New', scopes: [] } });
    expect(await listed()).toEqual(['CI']);
    expect((await api.call('createApiKey', { body: { name: 'NEW' } })).body.code).toBe('NAME_TAKEN');
    await api.call('deleteApiKey', { id });
    expect((await api.call('createApiKey', { body: { name: 'CI', scopes: [] } })).status).toBe(201);
  });

  test('the audit log trails, and loses nothing: what comes late is there later', async () => {
    const to = new Date(api.clock.now() + 10).toISOString();
    const eventsOf = async (over: Api) => {
      const { body } = await over.call('listAuditEvents', { query: { targetId: id, to } });
      return (body as { action: string }[]).map(({ action }) => action);
    };
    expect(await eventsOf(api)).toEqual(['api_key.created']);
    await api.call('pauseApiKey', { id });
    expect(await eventsOf(api)).toEqual(['api_key.created']);
    expect(await eventsOf(apiOver(engine.tables))).toEqual(['api_key.paused', 'api_key.created']);
  });
});
