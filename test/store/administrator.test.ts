import { allAccessRights } from '../../lambdas/domain/permissions/access-rights.ts';
import { type AuditEvent, findChainFault } from '../../lambdas/domain/audit/audit.ts';
import { hashSecret } from '../../lambdas/domain/keys/secret.ts';
import { type BootstrapRequest, createBootstrap } from '../../lambdas/functions/bootstrap/bootstrap.ts';
import { makeHandler } from '../../lambdas/functions/bootstrap/index.ts';
import { createAdministratorStore } from '../../lambdas/store/administrator.ts';
import { createApiKeyStore } from '../../lambdas/store/api-keys.ts';
import { createDirectoryStore } from '../../lambdas/store/directory.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { cancelling, conflict } from '../support/engine-faults.ts';
import { plaintextOf } from '../support/memory-brands.ts';
import { lambdaContext } from '../support/memory-events.ts';
import { clockAt, noon, pacingBy, predictableRandom } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';

let engine: Engine;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(() => engine?.stop());

const random = predictableRandom('administrator');
function bootstrap(
  request: BootstrapRequest = {},
  adminEmail: string | null = 'Ada@Example.com',
  tables = engine.tables,
) {
  const clock = clockAt(noon);
  const administrators = createAdministratorStore(tables, settings);
  const keys = createApiKeyStore(tables, settings, clock.now);
  const directory = createDirectoryStore(tables, pacingBy(clock));
  const run = createBootstrap({ settings, adminEmail, administrators, directory, keys, clock, random });
  return run(request, 'request-1');
}

describe('the first administrator', () => {
  test('comes with the role, for the registry and for the authorizer, and an event each', async () => {
    expect(await bootstrap()).toEqual({ adminUserId: 'ada@example.com' });
    const items = await engine.contents();
    expect(Object.keys(items).toSorted()).toEqual([
      'R#admin',
      'ROLE#admin AUDIT#000000000001',
      'ROLE#admin ROLE',
      'U#ada@example.com',
      'USER#ada@example.com AUDIT#000000000001',
      'USER#ada@example.com USER',
    ]);
    expect(items['R#admin']).toMatchObject({
      scopes: expect.arrayContaining(['*']),
      accessRights: allAccessRights,
    });
    expect(items['U#ada@example.com']).toMatchObject({ status: 'active', roles: ['admin'], version: 1 });
    expect(items['ROLE#admin ROLE']).toMatchObject({ holders: 1, activeHolders: 1 });
    for (const pk of ['ROLE#admin', 'USER#ada@example.com']) {
      const event = items[`${pk} AUDIT#000000000001`]?.['event'] as AuditEvent;
      expect(event).toMatchObject({ actor: { userId: 'system', via: 'system' }, sequence: 1 });
      expect(findChainFault([event])).toBeNull();
    }
  });

  test('is named to whoever asks for something, and not to a deployment, which logs the answer', async () => {
    const handler = makeHandler(() => (request) => bootstrap(request));
    const answers = [];
    for (const event of [{}, { adminEmail: 'ada@example.com' }, { mintAdminKey: true }]) {
      answers.push(Object.keys(await handler(event, lambdaContext)));
    }
    expect(answers).toEqual([[], ['adminUserId'], ['adminUserId', 'adminKey', 'apiKeyId', 'expiresAt']]);
    expect(Object.keys(await engine.contents())).toContain('USER#ada@example.com USER');
  });

  test('is known to the directory, with all permissions', async () => {
    await bootstrap();
    const directory = createDirectoryStore(engine.tables, pacingBy());
    expect(await directory.getUser('ada@example.com')).toMatchObject({
      userId: 'ada@example.com',
      roles: ['admin'],
      status: 'active',
      keyCount: 0,
      version: 1,
    });
    expect(await directory.getGrants(['admin'])).toMatchObject([{ accessRights: allAccessRights }]);
  });

  test('is made once: doing it again changes nothing', async () => {
    await bootstrap();
    const before = await engine.contents();
    expect(await bootstrap()).toEqual({ adminUserId: 'ada@example.com' });
    expect(await engine.contents()).toEqual(before);
  });

  test('is made once, by whichever of several simultaneous deployments', async () => {
    const made = await Promise.all([bootstrap(), bootstrap(), bootstrap()]);
    expect(made).toEqual(made.map(() => ({ adminUserId: 'ada@example.com' })));
    expect(Object.keys(await engine.contents())).toHaveLength(6);
  });

  test('is not joined by a second one that way, and nothing is written', async () => {
    await bootstrap();
    const before = await engine.contents();
    await expect(bootstrap({ adminEmail: 'grace@example.com' })).rejects.toThrow('another administrator');
    expect(await engine.contents()).toEqual(before);
  });

  test.each([
    ['a conflict with another transaction', conflict],
    ['a lack of capacity', () => ['None', 'ThrottlingError']],
  ])('is made again after %s, and so is the key', async (_, reasons) => {
    for (const request of [{}, { mintAdminKey: true }]) {
      const faults = cancelling(engine.tables, 2, reasons);
      await expect(bootstrap(request, undefined, faults.tables)).resolves.toMatchObject({
        adminUserId: 'ada@example.com',
      });
      expect(faults.attempts()).toBe(3);
    }
  });

  test('needs a name', async () => {
    await expect(bootstrap({}, null)).rejects.toThrow('adminEmail');
    expect(await engine.contents()).toEqual({});
  });
});

describe('the administrator’s key', () => {
  test('is an admin key of 90 days, without limits, that is stored as a hash only', async () => {
    const { adminKey = '', apiKeyId, expiresAt } = await bootstrap({ mintAdminKey: true });
    expect(expiresAt).toBe(new Date(noon + 90 * 86_400_000).toISOString());
    const items = await engine.contents();
    expect(items[`C#${hashSecret(plaintextOf(adminKey))}`]).toMatchObject({
      apiKeyId,
      userId: 'ada@example.com',
      type: 'admin',
      scopes: null,
      accessRights: null,
    });
    expect(items['USER#ada@example.com USER']).toMatchObject({ keyCount: 1 });
    expect(JSON.stringify(items)).not.toContain(adminKey.slice(0, 20));
  });
});
