import { randomUUID } from 'node:crypto';
import { findChainFault } from '../../lambdas/domain/audit/audit.ts';
import { noPermissions } from '../../lambdas/domain/permissions/permissions.ts';
import { createApiHandler } from '../../lambdas/gateway/api-handler.ts';
import { revokeUserKeys } from '../../lambdas/functions/api-keys/revoke.ts';
import { apiHandlerDependencies } from '../../lambdas/functions/wiring.ts';
import { createApiKeyStore } from '../../lambdas/store/api-keys.ts';
import type { Tables } from '../../lambdas/store/client.ts';
import { createDirectoryStore } from '../../lambdas/store/directory.ts';
import { nameGuardKey } from '../../lambdas/store/keys.ts';
import { Busy } from '../../lambdas/store/transaction.ts';
import { createPurgeStore } from '../../lambdas/store/purge.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { cancelling, conflict } from '../support/engine-faults.ts';
import { contradictions } from '../support/engine-races.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { callsDocumentedBy } from '../support/memory-contract.ts';
import { asSent, eventFor } from '../support/memory-events.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { clockAt, noon, pacingBy, predictableRandom } from '../support/memory-ports.ts';
import { aUser, mintKey } from '../support/memory-records.ts';
import { settings } from '../support/memory-settings.ts';
import {
  addUser,
  chainOf,
  deliver,
  mint,
  mintRich,
  outliveRetention,
  removeByTtl,
} from './reconciler-bench.ts';

const failed = captureLogLines(/^\{"level":"ERROR","message":"request failed"/);
let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
});
afterAll(() => engine?.stop());

/** `POST /users/{userId}/revoke-keys`, as the administrator; its purges are made on the tables given. */
function revoke(userId: string, purgeTables: Tables = engine.tables) {
  const { clock } = api;
  const { tables } = engine;
  const deps = {
    settings,
    clock,
    keys: createApiKeyStore(tables, settings, clock.now),
    directory: createDirectoryStore(tables, pacingBy(clock)),
    purges: createPurgeStore(purgeTables, settings, clock.now),
    random: predictableRandom(randomUUID()),
  };
  const handler = createApiHandler({ revokeUserKeys }, deps, apiHandlerDependencies(deps));
  const event = { ...eventFor('revokeUserKeys'), pathParameters: asSent({ userId }) };
  return callsDocumentedBy(settings)(handler, event);
}

const revoked = (count: number) => ({ status: 200, body: { revoked: count } });
const deleteUser = async (userId: string) => (await api.admin('deleteUser', { at: { userId } })).status;

test('keys past their ttl whose records are still there are purged, and not counted as revoked', async () => {
  const userId = await addUser(api);
  const gone = await mintRich(engine, api, userId);
  outliveRetention(api);
  const live = await mint(api, userId);
  expect(await deleteUser(userId)).toBe(409);
  expect(await revoke(userId)).toMatchObject(revoked(1));

  const items = Object.keys(await engine.contents());
  expect(items.filter((name) => name.includes(gone.id) && !name.includes('AUDIT#'))).toEqual([]);
  const [purged, deleted] = [await chainOf(engine, gone.id), await chainOf(engine, live.id)];
  expect([findChainFault(purged), findChainFault(deleted)]).toEqual([null, null]);
  expect(purged.at(-1)).toMatchObject({
    action: 'api_key.purged',
    actor: { userId: api.adminUserId, via: 'jwt' },
    requestId: 'request-1',
  });
  expect(deleted.at(-1)?.action).toBe('api_key.deleted');
  expect(await deleteUser(userId)).toBe(204);
  expect(await contradictions(engine)).toEqual([]);
});

test('a second call finds nothing to do', async () => {
  const userId = await addUser(api);
  await mintRich(engine, api, userId);
  outliveRetention(api);
  expect(await revoke(userId)).toMatchObject(revoked(0));
  const before = await engine.contents();
  expect(await revoke(userId)).toMatchObject(revoked(0));
  expect(await engine.contents()).toEqual(before);
});

test('more keys than one transaction holds', async () => {
  const userId = await addUser(api);
  const ids: string[] = [];
  for (let n = 0; n < 16; n += 1) ids.push((await mintRich(engine, api, userId)).id);
  outliveRetention(api);
  expect(await revoke(userId)).toMatchObject(revoked(0));
  expect(await deleteUser(userId)).toBe(204);
  expect(await contradictions(engine)).toEqual([]);
});

test('a name that another has taken over stays that other’s', async () => {
  const userId = await addUser(api);
  const gone = await mintRich(engine, api, userId);
  outliveRetention(api);
  const heir = await mint(api, await addUser(api), { name: gone.name });
  expect(await revoke(userId)).toMatchObject(revoked(0));
  const guard = (await engine.contents())[`${nameGuardKey(gone.name).pk} NAME`];
  expect(guard).toMatchObject({ apiKeyId: heir.id });
  expect((await api.as(heir.secret)('getPrincipal')).status).toBe(200);
  expect(await deleteUser(userId)).toBe(204);
});

describe('the reconciler', () => {
  test('is still to come: its key is left to it', async () => {
    const userId = await addUser(api);
    const { id } = await mintRich(engine, api, userId);
    outliveRetention(api);
    const record = await removeByTtl(engine, id);
    expect(await revoke(userId)).toMatchObject(revoked(0));
    expect(await deleteUser(userId)).toBe(409);
    await deliver(engine.tables, api, record);
    expect(await deleteUser(userId)).toBe(204);
    expect((await chainOf(engine, id)).at(-1)?.actor.via).toBe('system');
  });

  test('comes in between: one of the two purges the key', async () => {
    const userId = await addUser(api);
    const { id } = await mintRich(engine, api, userId);
    outliveRetention(api);
    const removal = async () => deliver(engine.tables, api, await removeByTtl(engine, id));
    const { tables } = cancelling(engine.tables, 1, conflict, removal);
    expect(await revoke(userId, tables)).toMatchObject(revoked(0));
    expect(await chainOf(engine, id)).toHaveLength(3);
    expect(await deleteUser(userId)).toBe(204);
  });

  test('finds nothing to do afterwards', async () => {
    const userId = await addUser(api);
    const [gone, other] = [await mintRich(engine, api, userId), await mintRich(engine, api, userId)];
    outliveRetention(api);
    const record = await removeByTtl(engine, other.id);
    await deliver(engine.tables, api, record);
    await revoke(userId);
    const before = await engine.contents();
    const image = { ...record.dynamodb!.OldImage, id: { S: gone.id } };
    await deliver(engine.tables, api, { ...record, dynamodb: { ...record.dynamodb, OldImage: image } });
    expect(await engine.contents()).toEqual(before);
  });
});

test('contention that does not end is 503, and nothing is half done', async () => {
  const userId = await addUser(api);
  await mintRich(engine, api, userId);
  outliveRetention(api);
  const before = await engine.contents();
  const { tables } = cancelling(engine.tables, Number.POSITIVE_INFINITY, conflict);
  expect((await revoke(userId, tables)).body.code).toBe('UNAVAILABLE');
  expect(await engine.contents()).toEqual(before);
  expect(await revoke(userId)).toMatchObject(revoked(0));
});

test('a thousand keys wait for others in the first twelve seconds only, so that an answer comes in time', async () => {
  const clock = clockAt(noon);
  Object.assign(clock, { sleep: async (ms: number) => clock.set(clock.now() + ms) });
  const ids = Array.from({ length: 1_000 }, () => apiKeyIdOf(randomUUID()));
  const { key } = mintKey();
  let [sinceMs, removed] = [noon, 0];
  const handler = createApiHandler(
    { revokeUserKeys },
    {
      settings,
      clock,
      random: predictableRandom('many'),
      directory: { getUser: async () => aUser(), getGrants: async () => [] },
      purges: createPurgeStore(engine.tables, settings, clock.now),
      keys: {
        ...createApiKeyStore(engine.tables, settings, clock.now),
        get: async (id) => ({ ...key, id }),
        idsOfUser: async () => ids,
        // Others hold the user for three seconds each time.
        async remove(removals) {
          if (clock.now() - sinceMs < 3_000) throw new Busy('held');
          [sinceMs, removed] = [clock.now(), removed + removals.length];
          return { kind: 'committed' };
        },
      },
    },
    { settings, loadPermissions: async () => noPermissions, now: clock.now },
  );
  const event = { ...eventFor('revokeUserKeys'), pathParameters: asSent({ userId: key.userId }) };
  const { status, body } = await callsDocumentedBy(settings)(handler, event);
  expect([status, body.code, failed.length]).toEqual([503, 'UNAVAILABLE', 1]);
  expect(clock.now() - noon).toBeLessThanOrEqual(12_000);
  expect(removed).toBe(3 * 14);
});
