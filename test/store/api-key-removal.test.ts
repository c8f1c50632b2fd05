import { type AuditEvent, findChainFault } from '../../lambdas/domain/audit/audit.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { anyKey, benchOf, changed, removalOf } from '../support/engine-keys.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine?.stop());

const committed = { kind: 'committed' };

describe('a removal', () => {
  test('leaves the events and nothing else of the key', async () => {
    const { store, add } = benchOf(engine);
    const other = await add();
    const before = await engine.contents();
    const key = await add({ userId: other.userId });
    expect(await store.remove([removalOf(key)])).toEqual(committed);
    const after = await engine.contents();
    const added = Object.entries(after).filter(([name]) => !(name in before));
    expect(added.map(([name]) => name)).toEqual([
      `KEY#${key.id} AUDIT#000000000001`,
      `KEY#${key.id} AUDIT#000000000002`,
    ]);
    expect(findChainFault(added.map(([, item]) => item['event'] as AuditEvent))).toBeNull();
    expect(after[`USER#${key.userId} USER`]).toEqual(before[`USER#${key.userId} USER`]);
    expect(await store.get(key.id)).toBeNull();
  });

  test('frees the name at once', async () => {
    const { store, add } = benchOf(engine);
    const key = await add();
    const heir = anyKey({ userId: key.userId, name: key.name.toUpperCase() });
    expect(await store.create(heir)).toEqual({ kind: 'refused', by: ['name'] });
    await store.remove([removalOf(key)]);
    expect(await store.create(heir)).toEqual(committed);
  });

  test('of what is not the stored version is refused, and leaves everything as it was', async () => {
    const { store, add } = benchOf(engine);
    const key = await add();
    await store.update(key, changed(key, { description: 'x' }));
    const before = await engine.contents();
    expect(await store.remove([removalOf(key)])).toEqual({
      kind: 'refused',
      by: ['record', 'audit event'],
    });
    expect(await engine.contents()).toEqual(before);
  });

  test('of several keys of a user is one transaction: all of them or none', async () => {
    const { store, add } = benchOf(engine);
    const first = await add();
    const { userId } = first;
    const [second, third] = [await add({ userId }), await add({ userId })];
    await store.update(third, changed(third, { description: 'x' }));
    const before = await engine.contents();
    const stale = await store.remove([removalOf(first), removalOf(second), removalOf(third)]);
    expect(stale).toMatchObject({ kind: 'refused', by: expect.arrayContaining(['record']) });
    expect(await engine.contents()).toEqual(before);
    expect(await store.remove([removalOf(first), removalOf(second)])).toEqual(committed);
    expect(await Promise.all([first, second].map(({ id }) => store.get(id)))).toEqual([null, null]);
    expect((await engine.contents())[`USER#${userId} USER`]).toMatchObject({ keyCount: 1 });
  });

  test('happens once', async () => {
    const { store, add } = benchOf(engine);
    const key = await add();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => store.remove([removalOf(key)])));
    expect(outcomes.filter(({ kind }) => kind === 'committed')).toHaveLength(1);
    expect((await engine.contents())[`USER#${key.userId} USER`]).toMatchObject({ keyCount: 0 });
  });
});

test('the events of a key as stored are a sound chain, whatever was written in them', async () => {
  const { store, add } = benchOf(engine);
  const key = await add({
    metadata: { ' ': '', '😀': '\u0001', n: '1e5' },
    accessRights: { projects: { p: {} } },
  });
  const second = changed(key, { metadata: {}, scopes: null, description: 'ä\u0308\n' });
  await store.update(key, second);
  await store.remove([removalOf(second.key)]);
  const items = Object.entries(await engine.contents()).filter(([name]) =>
    name.startsWith(`KEY#${key.id} AUDIT#`),
  );
  const events = items
    .map(([, item]) => item['event'] as AuditEvent)
    .toSorted((left, right) => left.sequence - right.sequence);
  expect(events.map(({ action }) => action)).toEqual([
    'api_key.created',
    'api_key.updated',
    'api_key.deleted',
  ]);
  expect(findChainFault(events)).toBeNull();
});
