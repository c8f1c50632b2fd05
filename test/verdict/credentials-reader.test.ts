import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { freePort } from '../support/embedded-engine.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { credentialsOf } from '../support/engine-credentials.ts';
import { benchOf, changed, removalOf } from '../support/engine-keys.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';
import { authorizerOver } from '../support/memory-authorizer.ts';
import { authorizerEvent } from '../support/memory-events.ts';
import { noon, predictableRandom } from '../support/memory-ports.ts';

const { plaintext, hash, keyPrefix } = mintSecret('lk', predictableRandom('authorizer'));
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
  await seedRole(engine.tables, 'developer', { scopes: ['database:*'], accessRights: {} });
  await seedUser(engine.tables, { userId: 'ada@example.com' });
});
afterAll(() => engine?.stop());

function readerAt(endpoint: string, credentials = engine.tables.credentials) {
  return credentialsOf({ endpoint, tables: { credentials } }, () => noon).reader;
}
function handlerAt(endpoint: string, table?: string) {
  return authorizerOver(readerAt(endpoint, table), () => noon);
}
const event = authorizerEvent({ Authorization: `Bearer ${plaintext}` });

test('items are read by key, those that do not exist are missing, and none asked for is none read', async () => {
  const items = await readerAt(engine.endpoint).read(
    [{ pk: 'U#ada@example.com' }, { pk: 'U#nobody' }],
    noon + 1_000,
  );
  expect([...items]).toEqual([
    ['U#ada@example.com', { pk: 'U#ada@example.com', status: 'active', roles: ['developer'], version: 1 }],
  ]);
  expect([...(await readerAt(engine.endpoint).read([], noon + 1_000))]).toEqual([]);
});

test('what management stores is what the authorizer decides from, from the first call to the last', async () => {
  const { store, add } = benchOf(engine);
  const handler = handlerAt(engine.endpoint);
  const codeOf = async () => (await handler(event)).context?.['code'];
  expect(await codeOf()).toBe('API_KEY_INVALID');
  const key = await add({
    userId: 'ada@example.com',
    secretHash: hash,
    keyPrefix,
    scopes: ['database:read'],
  });
  expect((await handler(event)).context).toMatchObject({
    code: 'VALID',
    apiKeyId: key.id,
    userId: 'ada@example.com',
    scopes: '["database:read"]',
  });
  const paused = changed(key, { pausedBy: 'ada@example.com' });
  await store.update(key, paused);
  expect(await codeOf()).toBe('API_KEY_PAUSED');
  const expiring = changed(paused.key, { pausedBy: null, expiresAt: noon });
  await store.update(paused.key, expiring);
  expect(await codeOf()).toBe('API_KEY_EXPIRED');
  const limited = changed(expiring.key, { expiresAt: null, allowedIps: ['::1'] });
  await store.update(expiring.key, limited);
  expect(await codeOf()).toBe('IP_NOT_ALLOWED');
  await seedUser(engine.tables, { userId: 'ada@example.com', status: 'disabled', keyCount: 1 });
  expect(await codeOf()).toBe('USER_DISABLED');
  await seedUser(engine.tables, { userId: 'ada@example.com', keyCount: 1 });
  await store.remove([removalOf(limited.key)]);
  expect(await codeOf()).toBe('API_KEY_INVALID');
});

describe('no verdict comes from a DynamoDB that does not answer: the authorizer throws', () => {
  test('when nothing listens', async () => {
    await expect(handlerAt(`http://127.0.0.1:${await freePort()}`)(event)).rejects.toThrow();
  });

  test('when the table is not there', async () => {
    await expect(handlerAt(engine.endpoint, 'NoSuchTable')(event)).rejects.toThrow();
  });
});
