import { findChainFault } from '../../lambdas/domain/audit/audit.ts';
import type { OperationId } from '../../lambdas/contract/routes.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { contradictions } from '../support/engine-races.ts';
import type { Request } from '../support/memory-api.ts';
import {
  addUser,
  chainOf,
  deliver,
  mint,
  mintRich,
  outliveRetention,
  removeByTtl,
} from './reconciler-bench.ts';

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
});
afterAll(() => engine?.stop());

const calls: [OperationId, Request][] = [
  ['getApiKey', {}],
  ['updateApiKey', { body: { description: 'changed' } }],
  ['updateApiKey', { body: { expiresIn: '30d' } }],
  ['pauseApiKey', {}],
  ['resumeApiKey', {}],
  ['rotateApiKey', { body: { expiresIn: '30d' } }],
  ['duplicateApiKey', { body: { name: 'a copy', expiresIn: '30d' } }],
  ['deleteApiKey', {}],
];

test.each(calls)('%s of a key that is past its ttl, record or no record, is 404', async (operation, sent) => {
  const { id } = await mintRich(engine, api, await addUser(api));
  outliveRetention(api);
  const before = await engine.contents();
  expect((await api.admin(operation, { at: { id }, ...sent })).status).toBe(404);
  expect(await engine.contents()).toEqual(before);
  const record = await removeByTtl(engine, id);
  expect((await api.admin(operation, { at: { id }, ...sent })).status).toBe(404);
  await deliver(engine.tables, api, record);
  expect((await api.admin(operation, { at: { id }, ...sent })).status).toBe(404);
  expect(await chainOf(engine, id)).toHaveLength(3);
});

test('a name is taken over at once, and kept by its new key when the old one is purged', async () => {
  const userId = await addUser(api);
  const old = await mintRich(engine, api, userId);
  outliveRetention(api);
  const heir = await mint(api, userId, { name: old.name });
  const rights = { at: { id: heir.id } };
  await deliver(engine.tables, api, await removeByTtl(engine, old.id));

  expect((await api.as(heir.secret)('getPrincipal')).body.apiKey.id).toBe(heir.id);
  expect((await api.admin('updateApiKey', { ...rights, body: { description: 'x' } })).status).toBe(200);
  expect((await api.admin('createApiKey', { body: { name: old.name, userId } })).body.code).toBe(
    'NAME_TAKEN',
  );
  expect((await api.admin('deleteUser', { at: { userId } })).body.code).toBe('IN_USE');
  expect(findChainFault(await chainOf(engine, old.id))).toBeNull();
  expect((await api.admin('deleteApiKey', rights)).status).toBe(204);
  expect((await api.admin('deleteUser', { at: { userId } })).status).toBe(204);
  expect(await contradictions(engine)).toEqual([]);
});

test('a purge is found among the audit events of its key', async () => {
  const { id } = await mintRich(engine, api, await addUser(api));
  outliveRetention(api);
  await deliver(engine.tables, api, await removeByTtl(engine, id));
  const { body } = await api.admin('listAuditEvents', { query: { action: 'api_key.purged', targetId: id } });
  expect(body.map(({ actor, target }: any) => [actor.via, target.id])).toEqual([['system', id]]);
});
