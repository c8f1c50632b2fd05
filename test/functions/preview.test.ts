import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Deployment, deploy, storesOver } from '../support/engine-deployment.ts';
import { answering } from '../support/engine-faults.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { person, serveApi } from '../support/memory-api.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { noon } from '../support/memory-ports.ts';

captureLogLines();

let engine: Engine;
let api: Deployment;
const dayMs = 86_400_000;
const bot = 'bot@example.com';
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine, { maxKeysPerUser: 2 });
  const sales = { projects: { sales: { modules: { model: 'write' } } } };
  await api.admin('createRole', {
    body: { name: 'reader', scopes: ['database:read'], accessRights: sales },
  });
  await api.admin('createRole', { body: { name: 'writer', scopes: ['database:*'] } });
  await api.admin('createRole', { body: { name: 'bystander', scopes: ['audit:read'] } });
  await api.admin('createUser', { body: { userId: bot, roles: ['reader', 'writer', 'bystander'] } });
});
afterAll(() => engine?.stop());

const limits = { userId: bot, scopes: ['database:read'], accessRights: {} };

test('names each role that grants something, and what is dead', async () => {
  const before = await engine.contents();
  const accessRights = {
    projects: {
      sales: { modules: { model: 'read' }, environments: { prod: ['read'] } },
      ops: { modules: { model: 'read' } },
    },
  };
  const body = { name: 'CI', userId: bot, scopes: ['database:read', 'users:read'], accessRights };
  const { status, body: preview } = await api.admin('previewApiKey', { body });
  expect(status).toBe(200);
  expect(preview).toEqual({
    refusal: null,
    scopes: ['database:read'],
    accessRights: { projects: { sales: { modules: { model: 'read' } } } },
    grants: [
      {
        role: 'reader',
        scopes: ['database:read'],
        accessRights: { projects: { sales: { modules: { model: 'read' } } } },
      },
      { role: 'writer', scopes: ['database:read'], accessRights: {} },
    ],
    dead: {
      scopes: ['users:read'],
      accessRights: {
        projects: { ops: { modules: { model: 'read' } }, sales: { environments: { prod: ['read'] } } },
      },
    },
  });
  expect(await engine.contents()).toEqual(before);
});

test('a name is taken or free as for the real call: by another key, or by one past its retention', async () => {
  const refusalOf = async (name: string) =>
    (await api.admin('previewApiKey', { body: { ...limits, userId: api.adminUserId, name } })).body.refusal;
  const mint = (name: string, fields: object = {}) =>
    api.admin('createApiKey', { body: { ...limits, name, ...fields } });
  const { body: lasting } = await mint('Lasting');
  const { body: passing } = await mint('passing', { expiresIn: '1h' });
  expect(await refusalOf(' LASTING')).toMatchObject({
    status: 409,
    code: 'NAME_TAKEN',
    errors: [{ field: 'name' }],
  });
  const rename = async (id: string, name: string) =>
    (await api.admin('previewApiKeyChanges', { at: { id }, body: { name } })).body.refusal?.code ?? null;
  expect(await rename(lasting.id, 'LASTING')).toBeNull();
  expect(await rename(lasting.id, 'PASSING')).toBe('NAME_TAKEN');
  expect(await rename(passing.id, 'third')).toBeNull();
  api.clock.set(noon + 31 * dayMs);
  expect(await refusalOf('passing')).toBeNull();
  expect(await rename(lasting.id, 'passing')).toBeNull();
  api.clock.set(noon);
});

test('a user with as many keys as they may have is foretold', async () => {
  const { body } = await api.admin('previewApiKey', { body: { ...limits, name: 'third' } });
  expect(body.refusal).toMatchObject({
    status: 409,
    code: 'CONFLICT',
    detail: 'The user has 2 keys, the most allowed',
  });
});

test('an edit that changes nothing, and one of another version', async () => {
  const id = (await api.admin('listApiKeys', { query: { search: 'Lasting' } })).body[0].id;
  const call = { at: { id }, body: { description: '' } };
  const same = await api.admin('previewApiKeyChanges', call);
  expect(same.body).toMatchObject({ refusal: null, scopes: ['database:read'] });
  const stale = await api.admin('previewApiKeyChanges', { ...call, headers: { 'If-Match': '"7"' } });
  expect([stale.status, stale.body.code]).toEqual([412, 'PRECONDITION_FAILED']);
});

test('a key that may change no key is told so, and nothing of its user beyond itself', async () => {
  await api.admin('createUser', { body: { userId: 'ada@example.com', roles: ['reader'] } });
  const asAda = api.as(person('ada@example.com'));
  const own = { name: 'own', type: 'admin', scopes: ['database:read'], accessRights: {} };
  const { body: key } = await asAda('createApiKey', { body: own });
  const byKey = api.as(key.key);
  const at = { id: key.id };
  const refused = [403, 'INSUFFICIENT_PERMISSIONS', undefined];
  const outcomeOf = ({ status, body }: { status: number; body: any }) => [status, body.code, body.grants];
  expect(outcomeOf(await byKey('previewApiKey', { body: { name: 'bred' } }))).toEqual(refused);
  expect(outcomeOf(await byKey('previewApiKeyChanges', { at, body: { scopes: null } }))).toEqual(refused);
  const pausing = await byKey('previewApiKeyChanges', { at, body: { status: 'paused' } });
  expect([pausing.status, pausing.body.refusal, pausing.body.scopes]).toEqual([200, null, ['database:read']]);
  expect((await byKey('getApiKey', { at })).body.status).toBe('active');
});

test('a name that cannot be looked up is no refusal: the preview is 503', async () => {
  const tables = answering(engine.tables, async (command, proceed) => {
    if (command instanceof GetCommand && String(command.input.Key?.['pk']).startsWith('NAME#')) {
      throw Object.assign(new Error('no answer'), { name: 'TimeoutError', $metadata: {} });
    }
    return proceed();
  });
  const asked = serveApi(storesOver({ ...engine, tables }, api.clock), api.clock).as(person(api.adminUserId));
  const { body: keys } = await api.admin('listApiKeys', { query: { search: 'Lasting' } });
  const body = { ...limits, userId: api.adminUserId, name: 'another' };
  const answers = [
    await asked('previewApiKey', { body }),
    await asked('previewApiKeyChanges', { at: { id: keys[0].id }, body: { name: 'another' } }),
  ];
  expect(answers.map(({ status, body: told }) => [status, told.code, told.refusal])).toEqual([
    [503, 'UNAVAILABLE', undefined],
    [503, 'UNAVAILABLE', undefined],
  ]);
});
