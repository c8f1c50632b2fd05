import { randomUUID } from 'node:crypto';
import type { NewApiKey } from '../../lambdas/domain/keys/lifecycle.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { deploy, type Deployment } from '../support/engine-deployment.ts';
import { credentialsOf } from '../support/engine-credentials.ts';
import { benchOf } from '../support/engine-keys.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { callEvent, ordersStage } from '../support/memory-calls.ts';
import { gatewayAuthorizerOver } from '../support/memory-gateway-authorizer.ts';
import { clockAt, noon, predictableRandom, type SettableClock } from '../support/memory-ports.ts';
import { countBefore, type CountingProxy } from '../verdict/counting-proxy.ts';

/** What a verdict about a foreign call costs, in requests on the wire. */
const [read, write] = ['BatchGetItem', 'UpdateItem'];
const userId = 'ada@example.com';
let engine: Engine;
let api: Deployment;
let proxy: CountingProxy;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
  proxy = await countBefore(engine.endpoint);
  await seedRole(engine.tables, 'developer', { scopes: ['database:*'], accessRights: {} });
  await seedUser(engine.tables, { userId });
  const routes = [
    { method: 'GET', path: '/orders', scopes: ['database:read'] },
    { method: 'POST', path: '/orders', scopes: ['database:write'], cost: 5 },
  ];
  const made = await api.admin('registerApi', { body: { name: 'orders', gateway: ordersStage, routes } });
  expect(made.status).toBe(201);
});
afterAll(async () => {
  proxy?.stop();
  await engine?.stop();
});

function container(clock: SettableClock) {
  const { reader, limiterStore } = credentialsOf({ ...engine, endpoint: proxy.url }, clock.now);
  const handler = gatewayAuthorizerOver(reader, clock.now, { limiterStore });
  return async (credential: string | null, more = {}): Promise<[string, string[]]> => {
    const headers: Record<string, string> =
      credential === null ? {} : { Authorization: `Bearer ${credential}` };
    const { context } = await handler(callEvent({ headers, ...more }));
    return [String(context?.['code']), proxy.take()];
  };
}

async function addKey(fields: Partial<NewApiKey> = {}): Promise<string> {
  const { plaintext, hash, keyPrefix } = mintSecret('lk', predictableRandom(randomUUID()));
  await benchOf(engine).add({
    userId,
    secretHash: hash,
    keyPrefix,
    scopes: null,
    rateLimitTier: 'enterprise',
    ...fields,
  });
  return plaintext;
}

test('the first sight of a stage costs no request of its own, and a warm call one', async () => {
  const ask = container(clockAt(noon));
  const key = await addKey();
  expect(await ask(key)).toEqual(['VALID', [read, read, read]]);
  expect(await ask(key)).toEqual(['VALID', [read]]);
  const other = { stage: { ...ordersStage, stage: 'test' } };
  expect(await ask(key, other)).toEqual(['API_UNKNOWN', [read]]);
});

test('a registration that is due is read in the batch of the call; only roles that are due cost one more', async () => {
  const clock = clockAt(noon);
  const ask = container(clock);
  const key = await addKey();
  await ask(key);
  clock.set(noon + 10_000);
  expect(await ask(key)).toEqual(['VALID', [read, read]]);
  expect(await ask(key)).toEqual(['VALID', [read]]);
});

test('a limited key costs one write more, and a cost of five takes five', async () => {
  const ask = container(clockAt(noon));
  const key = await addKey({ rateLimitTier: 'free' });
  expect(await ask(key)).toEqual(['VALID', [read, read, read, write]]);
  for (let n = 0; n < 19; n++)
    expect(await ask(key, { call: 'POST /orders' })).toEqual(['VALID', [read, write]]);
  expect(await ask(key, { call: 'POST /orders' })).toEqual(['RATE_LIMITED', [read]]);
  for (let n = 0; n < 4; n++) expect(await ask(key)).toEqual(['VALID', [read, write]]);
  expect(await ask(key)).toEqual(['RATE_LIMITED', [read]]);
});

test('what is refused for another reason spends nothing; without a credential warm calls cost nothing', async () => {
  const ask = container(clockAt(noon));
  const key = await addKey({ rateLimitTier: 'free' });
  await ask(key);
  expect(await ask(key, { call: 'DELETE /orders' })).toEqual(['ROUTE_UNKNOWN', [read]]);
  expect(await ask(null)).toEqual(['UNAUTHENTICATED', []]);
  expect(await ask('lk_x')).toEqual(['API_KEY_INVALID', []]);
  expect(await container(clockAt(noon))(null)).toEqual(['UNAUTHENTICATED', [read]]);
});

test('a change through the API counts within ten seconds, and at once for a stage that is deployed with it', async () => {
  const ask = container(clockAt(noon));
  const key = await addKey();
  expect((await ask(key))[0]).toBe('VALID');
  const routes = [{ method: 'GET', path: '/orders', scopes: ['audit:read'] }];
  const { body } = await api.admin('replaceApi', {
    at: { name: 'orders' },
    body: { gateway: ordersStage, routes },
  });
  expect((await ask(key))[0]).toBe('VALID');
  const deployed = { stageVariables: { latchkey: body.routesHash } };
  expect(await ask(key, deployed)).toEqual(['INSUFFICIENT_PERMISSIONS', [read, read]]);
  expect(await ask(key, deployed)).toEqual(['INSUFFICIENT_PERMISSIONS', [read]]);
  expect((await api.admin('deleteApi', { at: { name: 'orders' } })).status).toBe(204);
  expect((await container(clockAt(noon))(key))[0]).toBe('API_UNKNOWN');
});
