import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ApiKeyFields } from '../../lambdas/domain/keys/api-key.ts';
import { nameGuardKey } from '../../lambdas/store/keys.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { anyKey, benchOf, changed } from '../support/engine-keys.ts';
import { noon } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine?.stop());

const guardOf = async (name: string) => {
  const { pk, sk } = nameGuardKey(name);
  return (await engine.contents())[`${pk} ${sk}`];
};
const committed = { kind: 'committed' };
const dayMs = 86_400_000;

describe('a change', () => {
  test.each<[string, Partial<ApiKeyFields>]>([
    ['of a text', { description: '' }],
    ['of lists to none and from none', { scopes: null, allowedIps: ['::1'] }],
    ['to empty ones', { scopes: [], metadata: {}, accessRights: {} }],
    ['of the expiry, to never', { expiresAt: null }],
    ['of the expiry, to later', { expiresAt: noon + 9 * dayMs }],
    ['of who paused it', { pausedBy: 'admin@example.com' }],
    ['of the name', { name: 'Renamed by this test' }],
  ])('%s is what reads back', async (_, fields) => {
    const { store, add } = benchOf(engine);
    const key = await add({ expiresAt: noon + dayMs });
    const after = changed(key, fields);
    expect(await store.update(key, after)).toEqual(committed);
    expect(await store.get(key.id)).toEqual(after.key);
  });

  test('reaches the authorizer in the same transaction', async () => {
    const { store, add } = benchOf(engine);
    const key = await add({ expiresAt: noon + dayMs });
    await store.update(key, changed(key, { pausedBy: 'x', scopes: [], expiresAt: null, name: randomUUID() }));
    const credential = (await engine.contents())[`C#${key.secretHash}`];
    expect(credential).toMatchObject({ status: 'paused', scopes: [], expiresAt: null });
    expect(credential).not.toHaveProperty('ttl');
  });

  test('leaves the time of the last use alone, which records have that earlier versions wrote', async () => {
    const { store, add } = benchOf(engine);
    const key = await add();
    const recordOf = async () => (await engine.contents())[`KEY#${key.id} KEY`]!;
    expect(await recordOf()).not.toHaveProperty('lastUsedAt');
    const former = { TableName: engine.tables.registry, Item: { ...(await recordOf()), lastUsedAt: 5 } };
    await engine.tables.client.send(new PutCommand(former));
    const used = (await store.get(key.id))!;
    expect(used.lastUsedAt).toBe(5);
    await store.update(used, changed({ ...used, lastUsedAt: 7 }, { description: 'x' }));
    expect(await recordOf()).toMatchObject({ lastUsedAt: 5, description: 'x' });
  });

  test('of what is not the stored version is refused, and leaves everything as it was', async () => {
    const { store, add } = benchOf(engine);
    const key = await add();
    await store.update(key, changed(key, { description: 'first' }));
    const before = await engine.contents();
    const second = changed(key, { description: 'second', name: randomUUID() });
    expect(await store.update(key, second)).toEqual({ kind: 'refused', by: ['record', 'audit event'] });
    expect(await engine.contents()).toEqual(before);
  });

  test('of many at once, exactly one is made', async () => {
    const { store, add } = benchOf(engine);
    const key = await add();
    const attempts = Array.from({ length: 20 }, (_, n) => changed(key, { description: `${n}` }));
    const outcomes = await Promise.all(attempts.map((attempt) => store.update(key, attempt)));
    const made = attempts.filter((_, n) => outcomes[n]?.kind === 'committed');
    expect(made).toHaveLength(1);
    expect(await store.get(key.id)).toEqual(made[0]?.key);
  });

  test('of a key that is gone is refused', async () => {
    const { store, add, clock } = benchOf(engine);
    const key = await add({ expiresAt: noon + 1_000 });
    const before = await engine.contents();
    clock.set(noon + 1_500 + settings.retentionDays * dayMs);
    expect(await store.update(key, changed(key, { description: 'x' }))).toMatchObject({ kind: 'refused' });
    expect(await store.get(key.id)).toBeNull();
    expect(await engine.contents()).toEqual(before);
    expect(await store.update(anyKey().key, changed(anyKey().key, { description: 'x' }))).toMatchObject({
      kind: 'refused',
    });
  });
});

describe('a rename', () => {
  test('moves the guard', async () => {
    const { store, add } = benchOf(engine);
    const key = await add();
    const name = randomUUID();
    expect(await store.update(key, changed(key, { name }))).toEqual(committed);
    expect(await guardOf(key.name)).toBeUndefined();
    expect(await guardOf(name)).toMatchObject({ apiKeyId: key.id });
    expect(await store.create(anyKey({ userId: key.userId, name: key.name }))).toEqual(committed);
  });

  test('to a name that is taken is refused, and leaves everything as it was', async () => {
    const { store, add } = benchOf(engine);
    const [key, other] = [await add(), await add()];
    const before = await engine.contents();
    const renamed = changed(key, { name: `${other.name.toUpperCase()} ` });
    expect(await store.update(key, renamed)).toEqual({ kind: 'refused', by: ['name'] });
    expect(await engine.contents()).toEqual(before);
  });

  test('to the same name in another case keeps the guard', async () => {
    const { store, add } = benchOf(engine);
    const key = await add({ name: `x${randomUUID()}` });
    const renamed = changed(key, { name: key.name.toUpperCase() });
    expect(await store.update(key, renamed)).toEqual(committed);
    expect(await guardOf(key.name)).toMatchObject({ apiKeyId: key.id });
    expect(await store.get(key.id)).toMatchObject({ name: key.name.toUpperCase() });
  });

  test('in a circle is possible: a name that was given up is free for its former holder', async () => {
    const { store, add } = benchOf(engine);
    const key = await add();
    const there = changed(key, { name: randomUUID() });
    await store.update(key, there);
    expect(await store.update(there.key, changed(there.key, { name: key.name }))).toEqual(committed);
  });
});
