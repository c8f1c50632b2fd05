import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { person } from '../support/memory-api.ts';
import { add, api, definition, engine, fresh, get, orders, put, statusOf } from './registration-bench.ts';

/** Who may require less of calls. */
export function takingAway(): void {
  describe('nobody takes away what they do not have', () => {
    const caller = person('owner@example.com');
    beforeAll(async () => {
      const scopes = ['apis:manage', 'database:read'];
      const accessRights = { projects: { sales: { modules: { '*': 'write' } } } };
      await api.admin('createRole', { body: { name: 'api-owner', scopes, accessRights } });
      await api.admin('createUser', { body: { userId: 'owner@example.com', roles: ['api-owner'] } });
    });
    const [write, read] = orders;
    const change = (name: string, body: object) => api.as(caller)('replaceApi', { at: { name }, body });

    test('a requirement that the caller does not meet cannot be removed, loosened or deleted', async () => {
      const name = await add();
      for (const body of [
        definition(name, { routes: [read] }),
        definition(name, { routes: [read, { ...write, scopes: [] }] }),
        definition(name, { routes: [...orders.slice(1), { ...write, scopes: ['database:read'] }] }),
        definition(name, { enforcement: 'observe' }),
        definition(name, { enforcement: 'middleware' }),
        definition(fresh()),
      ]) {
        const { status, body: problem } = await change(name, body);
        expect([status, problem.code, problem.missingScopes]).toEqual([
          403,
          'INSUFFICIENT_PERMISSIONS',
          ['database:write'],
        ]);
      }
      const removal = await api.as(caller)('deleteApi', { at: { name } });
      expect([removal.status, removal.body.missingScopes]).toEqual([403, ['database:write']]);
      expect((await get(name)).headers['ETag']).toBe('"1"');
    });

    test('what they meet can be, and nothing stops them from asking for more', async () => {
      const name = await add();
      const stricter = [{ ...read, scopes: ['database:read', 'database:write'] }, write];
      expect(await statusOf(change(name, definition(name, { routes: stricter })))).toBe('200');
      expect(await statusOf(change(name, definition(name, { routes: orders })))).toBe(
        '403 INSUFFICIENT_PERMISSIONS',
      );
      expect(
        await statusOf(change(name, definition(name, { routes: [{ ...write, cost: 1 }, stricter[0]] }))),
      ).toBe('200');
      const light = await add({ routes: [read] });
      expect(await statusOf(change(light, definition(light, { routes: [] })))).toBe('200');
      expect(await statusOf(api.as(caller)('deleteApi', { at: { name: light } }))).toBe('204');
    });

    test('what a path fills in is every project', async () => {
      const path = '/p/{project}/{model}';
      const named = { method: 'GET', path, project: 'sales', module: '{model}', action: 'read' };
      const mine = await add({ routes: [named] });
      expect(await statusOf(change(mine, definition(mine, { routes: [{ method: 'GET', path }] })))).toBe(
        '200',
      );
      const name = await add({ routes: [{ ...named, project: '{project}' }] });
      const { status, body } = await change(name, definition(name, { routes: [named] }));
      expect([status, body.missingAccessRights]).toEqual([
        403,
        { projects: { '*': { modules: { '*': 'read' } } } },
      ]);
    });
  });

  test('what CDK manages is changed here by administrators alone, who need not hold what its routes require', async () => {
    const name = await add({ routes: [] });
    await engine.tables.client.send(
      new UpdateCommand({
        TableName: engine.tables.registry,
        Key: { pk: `API#${name}`, sk: 'API' },
        UpdateExpression: 'SET managedBy = :id',
        ExpressionAttributeValues: { ':id': 'orders/prod/stack/Auth' },
      }),
    );
    const call = api.as(person('owner@example.com'));
    for (const refused of [
      await call('replaceApi', { at: { name }, body: definition(name) }),
      await call('deleteApi', { at: { name } }),
    ])
      expect([refused.status, refused.body.missingScopes]).toEqual([403, ['*']]);
    const changed = await put(name, definition(name));
    expect([changed.status, changed.body.managedBy]).toEqual([200, 'orders/prod/stack/Auth']);
    expect(await statusOf(api.admin('deleteApi', { at: { name } }))).toBe('204');
  });
}
