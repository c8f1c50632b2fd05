import { randomUUID } from 'node:crypto';
import type { NewApiKey } from '../../lambdas/domain/keys/lifecycle.ts';
import { createApiKeyStore } from '../../lambdas/store/api-keys.ts';
import { apiKeyKey, nameGuardKey, userKey, userPointerKey } from '../../lambdas/store/keys.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { seedUser } from '../support/engine-seed.ts';
import { noon, predictableRandom } from '../support/memory-ports.ts';
import { mintKey } from '../support/memory-records.ts';
import { settings } from '../support/memory-settings.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine?.stop());

const storeWith = (more = {}) => createApiKeyStore(engine.tables, { ...settings, ...more }, () => noon);
/** A key that shares nothing with those of other tests but what is given. */
const fresh = (fields: Partial<NewApiKey> = {}) =>
  mintKey({ name: randomUUID(), ...fields }, { random: predictableRandom(randomUUID()) });
const user = () => seedUser(engine.tables, { userId: `${randomUUID()}@example.com` });
const at = ({ pk, sk }: { pk: string; sk: string }) => `${pk} ${sk}`;

describe('a key that is created', () => {
  test('is there as a record, and reads back as it was', async () => {
    const { userId } = await user();
    const made = fresh({
      userId,
      scopes: [],
      accessRights: { projects: { sales: { environments: { prod: ['read'] }, modules: {} } } },
      allowedIps: ['2001:db8::/32'],
      metadata: { team: '', '😀': 'data' },
      description: '',
      expiresAt: noon + 1_500,
    });
    expect(await storeWith().create(made)).toEqual({ kind: 'committed' });
    expect(await storeWith().get(made.key.id)).toEqual(made.key);
  });

  test('comes with its guard, pointer, credential, event and count, and nothing else', async () => {
    const { userId } = await user();
    const before = await engine.contents();
    const made = fresh({ userId, expiresAt: noon + 1_500 });
    await storeWith().create(made);
    const after = await engine.contents();
    const { id, name, secretHash } = made.key;
    const added = Object.keys(after).filter((key) => !(key in before));
    expect(added.toSorted()).toEqual(
      [
        `C#${secretHash}`,
        at(apiKeyKey(id)),
        `KEY#${id} AUDIT#000000000001`,
        at(nameGuardKey(name)),
        at(userPointerKey(userId, id)),
      ].toSorted(),
    );
    expect(after[at(userKey(userId))]).toEqual({ ...before[at(userKey(userId))], keyCount: 1 });
    expect(after[`KEY#${id} AUDIT#000000000001`]?.['event']).toEqual(made.event);
  });

  test('shows the authorizer what it needs, and no secret', async () => {
    const { userId } = await user();
    const made = fresh({ userId, name: `${'漢'.repeat(200)}${randomUUID()}`, expiresAt: noon + 1_500 });
    await storeWith().create(made);
    const credential = (await engine.contents())[`C#${made.key.secretHash}`]!;
    expect(credential).toEqual({
      pk: `C#${made.key.secretHash}`,
      apiKeyId: made.key.id,
      name: made.key.name,
      userId,
      type: 'end-user',
      status: 'active',
      scopes: ['database:read'],
      accessRights: null,
      allowedIps: null,
      rateLimitTier: 'pro',
      expiresAt: noon + 1_500,
      retiresAt: null,
      ttl: Math.ceil((noon + 1_500) / 1_000) + 30 * 86_400,
    });
  });

  test('has a ttl only where it expires, and its event has one always', async () => {
    const { userId } = await user();
    const made = fresh({ userId });
    await storeWith().create(made);
    const items = await engine.contents();
    const { id, name, secretHash } = made.key;
    for (const key of [`C#${secretHash}`, at(apiKeyKey(id)), at(nameGuardKey(name))]) {
      expect(items[key]).toBeDefined();
      expect(items[key]).not.toHaveProperty('ttl');
    }
    expect(items[`KEY#${id} AUDIT#000000000001`]?.['ttl']).toBe(Math.ceil(noon / 1_000) + 400 * 86_400);
  });
});

describe('a creation that is refused leaves everything as it was', () => {
  test.each([
    ['by a user who does not exist', async () => ({ userId: `${randomUUID()}@example.com` })],
    ['by a disabled user', () => seedUser(engine.tables, { userId: randomUUID(), status: 'disabled' })],
    ['by a user without roles', () => seedUser(engine.tables, { userId: randomUUID(), roles: [] })],
    [
      'by a user with the most keys allowed',
      () => seedUser(engine.tables, { userId: randomUUID(), keyCount: settings.maxKeysPerUser }),
    ],
  ])('%s', async (_, target) => {
    const { userId } = await target();
    const before = await engine.contents();
    expect(await storeWith().create(fresh({ userId }))).toEqual({ kind: 'refused', by: ['user'] });
    expect(await engine.contents()).toEqual(before);
  });

  test('by the name, the record and the credential of another key', async () => {
    const { userId } = await user();
    const made = fresh({ userId });
    await storeWith().create(made);
    const before = await engine.contents();
    const sameName = fresh({ userId, name: ` ${made.key.name.toUpperCase()} ` });
    const sameId = fresh({ userId, id: made.key.id });
    const sameSecret = fresh({ userId, secretHash: made.key.secretHash });
    expect(await storeWith().create(sameName)).toEqual({ kind: 'refused', by: ['name'] });
    expect(await storeWith().create(sameId)).toEqual({ kind: 'refused', by: ['record', 'audit event'] });
    expect(await storeWith().create(sameSecret)).toEqual({ kind: 'refused', by: ['credential'] });
    expect(await engine.contents()).toEqual(before);
  });

  test('by several things at once: the name is named first', async () => {
    const { userId } = await user();
    const made = fresh({ userId });
    await storeWith().create(made);
    const outcome = await storeWith().create(fresh({ userId: randomUUID(), name: made.key.name }));
    expect(outcome).toEqual({ kind: 'refused', by: ['name', 'user'] });
  });
});

test('a user gets exactly as many keys as are allowed', async () => {
  const { userId } = await user();
  const store = storeWith({ maxKeysPerUser: 3 });
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => store.create(fresh({ userId }))));
  expect(outcomes.filter(({ kind }) => kind === 'committed')).toHaveLength(3);
  expect((await engine.contents())[at(userKey(userId))]?.['keyCount']).toBe(3);
});

test('of 100 simultaneous creations of one name exactly one is made', async () => {
  const { userId } = await user();
  const name = randomUUID();
  const names = Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? name.toUpperCase() : ` ${name}`));
  const made = names.map((text) => fresh({ userId, name: text }));
  const outcomes = await Promise.all(made.map((transition) => storeWith().create(transition)));
  const committed = made.filter((_, n) => outcomes[n]?.kind === 'committed');
  expect(committed).toHaveLength(1);
  expect(
    outcomes.filter((outcome) => outcome.kind === 'refused' && outcome.by.includes('name')),
  ).toHaveLength(99);
  const records = await Promise.all(made.map(({ key }) => storeWith().get(key.id)));
  expect(records.filter((record) => record !== null)).toEqual([committed[0]?.key]);
  expect((await engine.contents())[at(userKey(userId))]?.['keyCount']).toBe(1);
});
