import { randomUUID } from 'node:crypto';
import { nameGuardKey } from '../../lambdas/store/keys.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { anyKey, benchOf, changed } from '../support/engine-keys.ts';
import { seedUser } from '../support/engine-seed.ts';
import { noon } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine?.stop());

const committed = { kind: 'committed' };
const nameRefused = { kind: 'refused', by: ['name'] };
const dayMs = 86_400_000;
/** The second from which a key that expires at noon counts as gone. */
const gone = Math.ceil(noon / 1_000) * 1_000 + settings.retentionDays * dayMs;

async function other(name: string) {
  const { userId } = await seedUser(engine.tables, { userId: randomUUID() });
  return anyKey({ userId, name });
}
const guardOf = async (name: string) => (await engine.contents())[`${nameGuardKey(name).pk} NAME`];

describe('the name of an expired key', () => {
  test('stays taken as long as its record is kept, and is free from then on', async () => {
    const { store, add, clock } = benchOf(engine);
    const { name, id } = await add({ expiresAt: noon });
    clock.set(gone - 1);
    expect(await store.get(id)).not.toBeNull();
    expect(await store.create(await other(name))).toEqual(nameRefused);
    clock.set(gone);
    expect(await store.get(id)).toBeNull();
    expect(await store.create(await other(name))).toEqual(committed);
  });

  test('that another has taken over is that other’s', async () => {
    const { store, add, clock } = benchOf(engine);
    const { name } = await add({ expiresAt: noon });
    clock.set(gone);
    const heir = await other(name);
    await store.create(heir);
    expect(await guardOf(name)).toMatchObject({ apiKeyId: heir.key.id });
    expect(await store.create(await other(name))).toEqual(nameRefused);
  });
});

describe('the guard lives as long as its key', () => {
  test('when the key’s expiry changes', async () => {
    const { store, add, clock } = benchOf(engine);
    const key = await add({ expiresAt: noon });
    await store.update(key, changed(key, { expiresAt: noon + 100 * dayMs }));
    clock.set(gone);
    expect(await store.get(key.id)).not.toBeNull();
    expect(await store.create(await other(key.name))).toEqual(nameRefused);
  });

  test('when the key no longer expires', async () => {
    const { store, add } = benchOf(engine);
    const key = await add({ expiresAt: noon });
    await store.update(key, changed(key, { expiresAt: null }));
    expect(await guardOf(key.name)).toBeDefined();
    expect(await guardOf(key.name)).not.toHaveProperty('ttl');
  });

  test('when the deployment’s retention has been raised since, and the key is changed', async () => {
    const first = benchOf(engine, { retentionDays: 1 });
    const key = await first.add({ expiresAt: noon });
    const { store, clock } = benchOf(engine, { retentionDays: 100 });
    await store.update(key, changed(key, { description: 'changed' }));
    clock.set(noon + 2 * dayMs);
    expect(await store.get(key.id)).not.toBeNull();
    expect(await store.create(await other(key.name))).toEqual(nameRefused);
  });
});
