import { randomUUID } from 'node:crypto';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { createApiKeyStore } from '../../lambdas/store/api-keys.ts';
import { createDirectoryStore } from '../../lambdas/store/directory.ts';
import { createPermissionsLoader } from '../../lambdas/store/effective-permissions.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { answering } from '../support/engine-faults.ts';
import { benchOf } from '../support/engine-keys.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { clockAt, noon, pacingBy } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine?.stop());

describe('the directory', () => {
  test('knows a user as they were stored', async () => {
    const user = await seedUser(engine.tables, { userId: randomUUID(), keyCount: 7, roles: ['a', 'b'] });
    expect(await createDirectoryStore(engine.tables, pacingBy()).getUser(user.userId)).toEqual(user);
  });

  test('knows no user who was never made', async () => {
    expect(await createDirectoryStore(engine.tables, pacingBy()).getUser('nobody@example.com')).toBeNull();
  });

  test('tells what roles grant, and leaves out those that do not exist', async () => {
    const directory = createDirectoryStore(engine.tables, pacingBy());
    const [one, two] = [randomUUID(), randomUUID()];
    await seedRole(engine.tables, one, { scopes: ['database:read'], accessRights: {} });
    await seedRole(engine.tables, two, { scopes: ['metadata:read'], accessRights: {} });
    const grants = await directory.getGrants([one, 'no-such-role', two]);
    expect(grants.flatMap(({ scopes }) => scopes).toSorted()).toEqual(['database:read', 'metadata:read']);
    expect(await directory.getGrants([])).toEqual([]);
    expect(await directory.getGrants(['no-such-role'])).toEqual([]);
  });
});

describe('grants that DynamoDB has left for later', () => {
  /** The tables, where so many answers about several items bring the first of them only. */
  const leaving = (times: number) => {
    let left = times;
    return answering(engine.tables, async (command, proceed) => {
      if (!(command instanceof BatchGetCommand) || left === 0) return proceed();
      left -= 1;
      const { Keys = [] } = command.input.RequestItems![engine.tables.registry]!;
      const RequestItems = { [engine.tables.registry]: { Keys: Keys.slice(0, 1) } };
      const answer = await engine.tables.client.send(new BatchGetCommand({ RequestItems }));
      return { ...answer, UnprocessedKeys: { [engine.tables.registry]: { Keys: Keys.slice(1) } } };
    });
  };
  const names = Array.from({ length: 4 }, (_, at) => `left-${at}`);
  beforeAll(async () => {
    for (const name of names)
      await seedRole(engine.tables, name, { scopes: [`${name}:read`], accessRights: {} });
  });

  test('are asked for again, and those that came are not', async () => {
    const grants = await createDirectoryStore(leaving(3), pacingBy()).getGrants(names);
    expect(grants.map(({ scopes }) => scopes)).toEqual(names.map((name) => [`${name}:read`]));
  });

  test('are never taken for none: 503 where they do not come', async () => {
    const left = answering(engine.tables, async (command) => ({
      Responses: {},
      UnprocessedKeys: (command as BatchGetCommand).input.RequestItems,
    }));
    const clock = clockAt(noon);
    Object.assign(clock, { sleep: async (ms: number) => clock.set(clock.now() + ms) });
    const directory = createDirectoryStore(left, pacingBy(clock));
    await expect(directory.getGrants(names)).rejects.toMatchObject({ status: 503, code: 'UNAVAILABLE' });
  });
});

describe('effective permissions, where they are too long for the authorizer’s answer', () => {
  const loader = () =>
    createPermissionsLoader(
      createApiKeyStore(engine.tables, settings, () => noon),
      createDirectoryStore(engine.tables, pacingBy()),
    );

  test('are those of the user’s roles, within the key’s own', async () => {
    const role = randomUUID();
    await seedRole(engine.tables, role, { scopes: ['database:*'], accessRights: {} });
    const { userId } = await seedUser(engine.tables, { userId: randomUUID(), roles: [role, 'no-such-role'] });
    const key = await benchOf(engine).add({ userId, scopes: ['database:read', 'metadata:read'] });
    expect(await loader()(userId, null)).toEqual({ scopes: ['database:*'], accessRights: {} });
    expect(await loader()(userId, key.id)).toEqual({ scopes: ['database:read'], accessRights: {} });
  });

  test('are not those of a person who is gone meanwhile', async () => {
    const unknown = { code: 'USER_UNKNOWN', status: 403 };
    await expect(loader()('nobody@example.com', null)).rejects.toMatchObject(unknown);
  });

  test('are not those of a key that is gone meanwhile, or whose user is', async () => {
    const { userId } = await seedUser(engine.tables, { userId: randomUUID() });
    const { id } = await benchOf(engine).add({ userId });
    const invalid = { code: 'API_KEY_INVALID', status: 401 };
    await expect(loader()(userId, apiKeyIdOf(randomUUID()))).rejects.toMatchObject(invalid);
    await expect(loader()('nobody@example.com', id)).rejects.toMatchObject(invalid);
  });
});
