import { randomUUID } from 'node:crypto';
import type { NewApiKey } from '../../lambdas/domain/keys/lifecycle.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { credentialsOf } from '../support/engine-credentials.ts';
import { benchOf, changed } from '../support/engine-keys.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';
import { authorizerOver } from '../support/memory-authorizer.ts';
import { authorizerEvent } from '../support/memory-events.ts';
import { clockAt, noon, predictableRandom, type SettableClock } from '../support/memory-ports.ts';
import { countBefore, type CountingProxy } from './counting-proxy.ts';

/** What a verdict costs, counted where it costs: in requests on the wire. */
const [read, write] = ['BatchGetItem', 'UpdateItem'];
const userId = 'ada@example.com';
let engine: Engine;
let proxy: CountingProxy;
beforeAll(async () => {
  engine = await startEngine();
  proxy = await countBefore(engine.endpoint);
  await seedRole(engine.tables, 'developer', { scopes: ['database:*'], accessRights: {} });
  await seedUser(engine.tables, { userId });
});
afterAll(async () => {
  proxy?.stop();
  await engine?.stop();
});

/** A container that has decided about nothing yet. */
function container(clock: SettableClock) {
  const { reader, limiterStore } = credentialsOf({ ...engine, endpoint: proxy.url }, clock.now);
  const handler = authorizerOver(reader, clock.now, { limiterStore });
  return async (credential: string): Promise<[string, string[]]> => {
    const { context } = await handler(authorizerEvent({ Authorization: `Bearer ${credential}` }));
    return [String(context?.['code']), proxy.take()];
  };
}

async function addKey(fields: Partial<NewApiKey> = {}) {
  const { plaintext, hash, keyPrefix } = mintSecret('lk', predictableRandom(randomUUID()));
  const bench = benchOf(engine);
  const secret = { userId, secretHash: hash, keyPrefix };
  const key = await bench.add({ ...secret, rateLimitTier: 'enterprise', ...fields });
  const change = async (to: Parameters<typeof changed>[1]) => bench.store.update(key, changed(key, to));
  return { plaintext, change };
}

test('an unlimited key: two reads and one for its roles at first, then one for each call, and no write', async () => {
  const ask = container(clockAt(noon));
  const { plaintext } = await addKey();
  expect(await ask(plaintext)).toEqual(['VALID', [read, read, read]]);
  expect(await ask(plaintext)).toEqual(['VALID', [read]]);
  expect(await ask(plaintext)).toEqual(['VALID', [read]]);
});

test('another key of a user whose roles are known: two reads at first sight', async () => {
  const ask = container(clockAt(noon));
  const [first, second] = [await addKey(), await addKey()];
  await ask(first.plaintext);
  expect(await ask(second.plaintext)).toEqual(['VALID', [read, read]]);
});

test('one more when the definition of a role is due, after ten seconds', async () => {
  const clock = clockAt(noon);
  const ask = container(clock);
  const { plaintext } = await addKey();
  await ask(plaintext);
  clock.set(noon + 10_000);
  expect(await ask(plaintext)).toEqual(['VALID', [read, read]]);
  expect(await ask(plaintext)).toEqual(['VALID', [read]]);
});

test('a limited key: one write more for what is let through, none for what is refused; four requests at the very most', async () => {
  const ask = container(clockAt(noon));
  const { plaintext } = await addKey({ rateLimitTier: 'free' });
  expect(await ask(plaintext)).toEqual(['VALID', [read, read, read, write]]);
  for (let n = 1; n < 100; n++) expect(await ask(plaintext)).toEqual(['VALID', [read, write]]);
  expect(await ask(plaintext)).toEqual(['RATE_LIMITED', [read]]);
  expect(await container(clockAt(noon))(plaintext)).toEqual(['RATE_LIMITED', [read, read, read]]);
});

test('a key that is refused: one read', async () => {
  const ask = container(clockAt(noon));
  for (const [fields, code] of [
    [{ pausedBy: userId }, 'API_KEY_PAUSED'],
    [{ expiresAt: noon }, 'API_KEY_EXPIRED'],
    [{ allowedIps: ['::1'] }, 'IP_NOT_ALLOWED'],
  ] as const) {
    const { plaintext, change } = await addKey({ rateLimitTier: 'free' });
    await ask(plaintext);
    await change(fields);
    expect(await ask(plaintext)).toEqual([code, [read]]);
  }
});

test('a key that nobody has: one read, however often it is tried', async () => {
  const ask = container(clockAt(noon));
  const { plaintext } = mintSecret('lk', predictableRandom('nobody'));
  for (let n = 0; n < 3; n++) expect(await ask(plaintext)).toEqual(['API_KEY_INVALID', [read]]);
});

test.each(['lk_x', `lk_${'a'.repeat(49)}`, 'nonsense', ''])('%j: refused without a request', async (text) => {
  const [code, requests] = await container(clockAt(noon))(text);
  expect([code, requests]).toEqual(['API_KEY_INVALID', []]);
});
