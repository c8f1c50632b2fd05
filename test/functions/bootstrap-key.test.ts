import type { KeyPolicy } from '../../lambdas/contract/settings.ts';
import { createBootstrap } from '../../lambdas/functions/bootstrap/bootstrap.ts';
import { createAdministratorStore } from '../../lambdas/store/administrator.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Deployment, deploy, storesOver } from '../support/engine-deployment.ts';
import { predictableRandom } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
});
afterAll(() => engine?.stop());

const random = predictableRandom('bootstrap key');

/** A second after the one before, since the time is a part of the key's name. */
function mintFor(adminEmail: string, keyPolicy: Partial<KeyPolicy> = {}) {
  api.clock.set(api.clock.now() + 1_000);
  const bootstrap = createBootstrap({
    ...storesOver(engine, api.clock),
    settings: { ...settings, keyPolicy: { ...settings.keyPolicy, ...keyPolicy } },
    adminEmail: null,
    administrators: createAdministratorStore(engine.tables, settings),
    clock: api.clock,
    random,
  });
  return bootstrap({ adminEmail, mintAdminKey: true }, 'request-1');
}

async function addUser(userId: string, roles: readonly string[]): Promise<void> {
  expect((await api.admin('createUser', { body: { userId, roles } })).status).toBe(201);
}

test('an active administrator gets a key, the first or not', async () => {
  await addUser('second@example.com', ['admin']);
  expect(await mintFor('second@example.com')).toMatchObject({ adminKey: expect.any(String) });
  expect(await mintFor(api.adminUserId)).toMatchObject({ adminKey: expect.any(String) });
});

test.each([
  ['a disabled administrator', 'away@example.com', ['admin'], 'The user is disabled; no key was minted'],
  [
    'a user with another role',
    'reader@example.com',
    ['reader'],
    'The user is no administrator; no key was minted',
  ],
  ['a user without a role', 'nobody@example.com', [], 'The user is no administrator; no key was minted'],
])('%s gets none, and nothing is written', async (_, userId, roles, message) => {
  await api.admin('createRole', { body: { name: 'reader', scopes: ['database:read'] } });
  await addUser(userId, roles);
  if (userId.startsWith('away')) {
    await api.admin('updateUser', { at: { userId }, body: { status: 'disabled' } });
  }
  const before = await engine.contents();
  await expect(mintFor(userId)).rejects.toThrow(message);
  expect(await engine.contents()).toEqual(before);
});

test.each([
  [7, '2027-06-22T23:59:59.999Z'],
  [0, '2027-06-15T23:59:59.999Z'],
])('a policy of %s days bounds its life', async (maxLifetimeDays, expiresAt) => {
  expect(await mintFor(api.adminUserId, { maxLifetimeDays })).toMatchObject({ expiresAt });
});

test.each([null, 365])('a policy of %s days leaves it its 90', async (maxLifetimeDays) => {
  const { expiresAt } = await mintFor(api.adminUserId, { maxLifetimeDays });
  expect(Date.parse(expiresAt!) - api.clock.now()).toBe(90 * 86_400_000);
});
