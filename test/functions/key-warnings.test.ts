import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
  await api.admin('createRole', { body: { name: 'reader', scopes: ['database:read'] } });
  await api.admin('createRole', { body: { name: 'bystander' } });
  await api.admin('createUser', { body: { userId: 'bot@example.com', roles: ['reader'] } });
  await api.admin('createUser', { body: { userId: 'idle@example.com', roles: ['bystander'] } });
});
afterAll(() => engine?.stop());

let made = 0;
function mint(userId: string, wanted: object) {
  made += 1;
  const limits = { scopes: [], accessRights: {} };
  return api.admin('createApiKey', { body: { name: `key ${made}`, userId, ...limits, ...wanted } });
}

const warning = (message: string) => [{ code: 'NO_EFFECTIVE_PERMISSIONS', message }];
const noneGranted = (scopes: string) =>
  `None of the scopes ${scopes} is granted by the roles of the key's user`;

test.each<[string, string, object, unknown]>([
  ['a scope that no role grants', 'bot@example.com', { scopes: ['audit:read'] }, noneGranted('audit:read')],
  ['only such', 'bot@example.com', { scopes: ['audit:read', 'roles:*'] }, noneGranted('audit:read, roles:*')],
  ['one of them is granted', 'bot@example.com', { scopes: ['audit:read', 'database:read'] }, undefined],
  ['a wildcard over one that is granted', 'bot@example.com', { scopes: ['database:*'] }, undefined],
  ['nothing on purpose', 'bot@example.com', {}, undefined],
  ['roles that grant nothing', 'idle@example.com', { scopes: ['*'] }, noneGranted('*')],
])('%s', async (_, userId, wanted, message) => {
  const { status, body } = await mint(userId, wanted);
  expect(status).toBe(201);
  expect(body.warnings).toEqual(typeof message === 'string' ? warning(message) : undefined);
});

test('a duplicate is warned of as well; the record has no warnings', async () => {
  const first = await mint('bot@example.com', { scopes: ['audit:read'] });
  const at = { id: first.body.id };
  const copy = await api.admin('duplicateApiKey', { at, body: { name: 'the same' } });
  expect(copy.body.warnings).toEqual(warning(noneGranted('audit:read')));
  const read = await api.admin('getApiKey', { at });
  expect(read.body).not.toHaveProperty('warnings');
});
