import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { person } from '../support/memory-api.ts';
import { plaintextOf } from '../support/memory-brands.ts';

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
  for (const name of ['reader', 'other']) {
    await api.admin('createRole', { body: { name, scopes: ['database:read'] } });
  }
});
afterAll(() => engine?.stop());

const patch = async (userId: string, body: object) => {
  expect((await api.admin('updateUser', { at: { userId }, body })).status).toBe(200);
};
/** A user with the role `reader`, and keys for them. */
async function withKeys(userId: string, number: number): Promise<string[]> {
  expect((await api.admin('createUser', { body: { userId, roles: ['reader'] } })).status).toBe(201);
  const made = await Promise.all(
    Array.from({ length: number }, (_, at) =>
      api.admin('createApiKey', { body: { name: `${userId} ${at}`, userId } }),
    ),
  );
  expect(made.map(({ status }) => status)).toEqual(made.map(() => 201));
  return made.map(({ body }) => body.key);
}
/** Verdicts about keys by one container of the authorizer, which has seen them before. */
const codesOf = (keys: string[]) =>
  Promise.all(
    keys.map(async (key) => (await api.authenticate(plaintextOf(key), { sourceIp: null })).verdict.code),
  );
const same = <T>(keys: string[], code: T) => keys.map(() => code);

test('disabling a user refuses each of their 60 keys on its very next call, and enabling lets each in again', async () => {
  const keys = await withKeys('sixty@example.com', 60);
  expect(await codesOf(keys)).toEqual(same(keys, 'VALID'));
  await patch('sixty@example.com', { status: 'disabled' });
  expect(await codesOf(keys)).toEqual(same(keys, 'USER_DISABLED'));
  await patch('sixty@example.com', { status: 'active' });
  expect(await codesOf(keys)).toEqual(same(keys, 'VALID'));
});

test('taking a user’s last role refuses their keys on the very next call', async () => {
  const keys = await withKeys('roles@example.com', 3);
  await patch('roles@example.com', { roles: ['other', 'reader'] });
  await patch('roles@example.com', { roles: ['other'] });
  expect(await codesOf(keys)).toEqual(same(keys, 'VALID'));
  await patch('roles@example.com', { roles: [] });
  expect(await codesOf(keys)).toEqual(same(keys, 'USER_HAS_NO_ROLES'));
});

test('another role is another permission on the very next call, for keys and for the person', async () => {
  const [key = ''] = await withKeys('moved@example.com', 1);
  await api.admin('createRole', { body: { name: 'writer', scopes: ['database:write'] } });
  const scopesOf = async (credential: string) => (await api.as(credential)('getPrincipal')).body.scopes;
  const callers = [key, person('moved@example.com')];
  expect(await Promise.all(callers.map(scopesOf))).toEqual([['database:read'], ['database:read']]);
  await patch('moved@example.com', { roles: ['writer'] });
  expect(await Promise.all(callers.map(scopesOf))).toEqual([['database:write'], ['database:write']]);
});

test('a role’s new definition counts after ten seconds at most, and not its old one', async () => {
  const [key = ''] = await withKeys('defined@example.com', 1);
  const at = { name: 'changing' };
  await api.admin('createRole', { body: { ...at, scopes: ['database:read'] } });
  await patch('defined@example.com', { roles: ['changing'] });
  const scopes = async () =>
    (await api.authenticate(plaintextOf(key), { sourceIp: null })).verdict.permissions.scopes;
  expect(await scopes()).toEqual(['database:read']);
  await api.admin('replaceRole', { at, body: { scopes: [] } });
  api.clock.set(api.clock.now() + 10_000);
  expect(await scopes()).toEqual([]);
});

describe('a user who may not have a key', () => {
  test.each<[string, object]>([
    ['USER_HAS_NO_ROLES', { roles: [] }],
    ['USER_DISABLED', { status: 'disabled' }],
  ])('is not given one: 400 %s', async (code, fields) => {
    const userId = `${code}@example.com`;
    await api.admin('createUser', { body: { userId, roles: ['reader'], ...fields } });
    const { status, body } = await api.admin('createApiKey', { body: { name: code, userId } });
    expect([status, body.code]).toEqual([400, code]);
  });

  test('calls nothing in person: 403 with that code, and unknown people none', async () => {
    for (const [userId, fields, code] of [
      ['bare@example.com', { roles: [] }, 'USER_HAS_NO_ROLES'],
      ['off@example.com', { roles: ['reader'], status: 'disabled' }, 'USER_DISABLED'],
      ['stranger@example.com', null, 'USER_UNKNOWN'],
    ] as const) {
      if (fields !== null) await api.admin('createUser', { body: { userId, ...fields } });
      for (const operation of ['getPrincipal', 'listApiKeys', 'listScopes'] as const) {
        const { status, body } = await api.as(person(userId))(operation);
        expect([status, body.code]).toEqual([403, code]);
      }
    }
  });
});

describe('revoking all keys of a user', () => {
  test('deletes 40 with one event each; then the user can be deleted', async () => {
    const at = { userId: 'forty@example.com' };
    const keys = await withKeys(at.userId, 40);
    const [bystander = ''] = await withKeys('bystander@example.com', 1);
    const revoked = await api.admin('revokeUserKeys', { at });
    expect([revoked.status, revoked.body]).toEqual([200, { revoked: 40 }]);
    expect(await codesOf(keys)).toEqual(same(keys, 'API_KEY_INVALID'));
    expect(await codesOf([bystander])).toEqual(['VALID']);
    const items = await engine.contents();
    expect(items[`USER#${at.userId} USER`]?.['keyCount']).toBe(0);
    const left = Object.keys(items).filter((key) => key.startsWith(`USER#${at.userId} KEY#`));
    expect(left).toEqual([]);
    const { body: events } = await api.admin('listAuditEvents', {
      query: { action: 'api_key.deleted', limit: '100' },
    });
    const names = events.map(({ target }: { target: { name: string } }) => target.name);
    expect(new Set(names)).toEqual(new Set(keys.map((_, n) => `${at.userId} ${n}`)));
    expect(names).toHaveLength(40);
    expect((await api.admin('deleteUser', { at })).status).toBe(204);
    expect((await api.admin('revokeUserKeys', { at })).body.code).toBe('NOT_FOUND');
  });

  test('of one without keys revokes none, and email case does not matter', async () => {
    await withKeys('none@example.com', 0);
    const { body } = await api.admin('revokeUserKeys', { at: { userId: 'NONE@example.com' } });
    expect(body).toEqual({ revoked: 0 });
  });

  test('needs api-keys:manage', async () => {
    const [key = ''] = await withKeys('victim@example.com', 1);
    const call = api.as(person('victim@example.com'));
    const { status, body } = await call('revokeUserKeys', { at: { userId: 'victim@example.com' } });
    expect([status, body.missingScopes]).toEqual([403, ['api-keys:manage']]);
    expect(await codesOf([key])).toEqual(['VALID']);
  });
});
