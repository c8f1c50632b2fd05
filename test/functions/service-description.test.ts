import { type OperationId, routes } from '../../lambdas/contract/routes.ts';
import { groupByAction } from '../../lambdas/contract/scope-groups.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { apiOver } from '../support/engine-handlers.ts';
import { service } from '../support/memory-service.ts';
import { settings } from '../support/memory-settings.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine?.stop());

describe('what a deployment tells of itself', () => {
  test('is public, may be cached, and says where everything is', async () => {
    const answer = await apiOver(engine.tables).call('getConfig', { authorizer: null });
    const { name, version, issuer, clientIds, invites } = service;
    expect([answer.status, answer.headers['Cache-Control']]).toEqual([200, 'public, max-age=300']);
    expect(answer.body).toEqual({
      name,
      version,
      apiUrl: 'https://api.example.com/api/v1',
      consoleUrl: 'https://console.example.com/',
      issuer,
      clientIds,
      invites,
    });
  });

  test('names no console where there is none', async () => {
    const { body } = await apiOver(engine.tables, { consoleOrigin: null }).call('getConfig');
    expect(body.consoleUrl).toBeNull();
  });

  test('has settings for whoever has signed in', async () => {
    const { status, body } = await apiOver(engine.tables).call('getSettings');
    const { scopes: _, scopeGroups: __, consoleOrigin: ___, webhooks: ____, ...told } = settings;
    const { catalogue } = service;
    expect([status, body]).toEqual([200, { ...told, webhookKinds: ['https'], catalogue }]);
    const all = { ...settings.webhooks, eventBus: 'alerts', mailFrom: 'keys@example.com' };
    const served = await apiOver(engine.tables, { webhooks: all }).call('getSettings');
    expect(served.body.webhookKinds).toEqual(['https', 'eventbridge', 'email']);
    const closed: OperationId[] = routes
      .filter(({ access }) => access === 'authenticated')
      .map(({ operationId }) => operationId);
    expect(closed).toContain('getSettings');
  });
});

describe('the group of a scope', () => {
  test.each([
    ['database:read', 'read'],
    ['notebook:create', 'write'],
    ['settings:modify', 'write'],
    ['query:execute', 'execute'],
    ['api-keys:verify', 'execute'],
    ['team:manage', 'admin'],
    ['permissions:escalate', 'admin'],
    ['odd:constructor', 'write'],
  ])('%s is %s by its action', (scope, group) => {
    expect(groupByAction(scope)).toBe(group);
  });

  test('is another where the operator has said so', async () => {
    const api = apiOver(engine.tables, { scopeGroups: { 'database:write': 'admin' } });
    const { body } = await api.call('listScopes');
    const groups = Object.fromEntries(body.map((each: any) => [each.scope, each.group]));
    expect(groups).toMatchObject({
      'database:write': 'admin',
      'database:read': 'read',
      'audit:read': 'read',
    });
  });
});
