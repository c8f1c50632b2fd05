import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { person } from '../support/memory-api.ts';

let engine: Engine;
let api: Deployment;
beforeEach(async () => {
  engine = await startEngine();
  api = await deploy(engine);
});
afterEach(() => engine?.stop());

const patch = (userId: string, body: object) => api.admin('updateUser', { at: { userId }, body });
const remove = (userId: string) => api.admin('deleteUser', { at: { userId } });
const addAdministrator = (userId: string, fields: object = {}) =>
  api.admin('createUser', { body: { userId, roles: ['admin'], ...fields } });
/** Active administrators, as the users themselves tell it, and as the role counts them. */
async function administrators() {
  const items = await engine.contents();
  const users = Object.entries(items).filter(([key]) => key.endsWith(' USER'));
  const holders = users.filter(([, { roles }]) => (roles as string[]).includes('admin'));
  const { holders: counted, activeHolders } = items['ROLE#admin ROLE']!;
  const active = holders.filter(([, { status }]) => status === 'active');
  return { users: [holders.length, active.length], role: [counted, activeHolders] };
}

describe('the last active administrator', () => {
  test.each<[string, (userId: string) => ReturnType<typeof remove>]>([
    ['disabled', (userId) => patch(userId, { status: 'disabled' })],
    ['stripped of the role', (userId) => patch(userId, { roles: [] })],
    ['stripped of it for another role', (userId) => patch(userId, { roles: ['reader'] })],
    ['disabled and stripped at once', (userId) => patch(userId, { roles: [], status: 'disabled' })],
  ])('cannot be %s', async (_, act) => {
    await api.admin('createRole', { body: { name: 'reader' } });
    // A disabled one does not count.
    await addAdministrator('asleep@example.com', { status: 'disabled' });
    const before = await engine.contents();
    const refused = await act('admin@example.com');
    expect([refused.status, refused.body.code]).toEqual([409, 'CONFLICT']);
    expect(await engine.contents()).toEqual(before);
    expect(await administrators()).toEqual({ users: [2, 1], role: [2, 1] });
  });

  test('cannot be deleted, not even without keys', async () => {
    await api.admin('revokeUserKeys', { at: { userId: 'admin@example.com' } });
    const refused = await remove('admin@example.com');
    expect([refused.status, refused.body.code]).toEqual([409, 'CONFLICT']);
    expect((await api.admin('getPrincipal')).status).toBe(200);
  });

  test('can be renamed, and given further roles', async () => {
    await api.admin('createRole', { body: { name: 'reader' } });
    expect((await patch('admin@example.com', { roles: ['admin', 'reader'], displayName: 'A' })).status).toBe(
      200,
    );
    expect(await administrators()).toEqual({ users: [1, 1], role: [1, 1] });
  });
});

test('with another active one, an administrator can be disabled, stripped and deleted', async () => {
  const acts: ((userId: string) => ReturnType<typeof remove>)[] = [
    (userId) => patch(userId, { status: 'disabled' }),
    (userId) => patch(userId, { roles: [] }),
    remove,
  ];
  for (const [at, act] of acts.entries()) {
    const userId = `second-${at}@example.com`;
    expect((await addAdministrator(userId)).status).toBe(201);
    expect((await act(userId)).status).toBeLessThan(300);
    expect((await administrators()).users[1]).toBe(1);
  }
  expect(await administrators()).toEqual({ users: [2, 1], role: [2, 1] });
});

test('a disabled administrator can be deleted at any time, and counts again once enabled', async () => {
  await addAdministrator('asleep@example.com', { status: 'disabled' });
  await addAdministrator('gone@example.com', { status: 'disabled' });
  expect((await remove('gone@example.com')).status).toBe(204);
  expect((await patch('asleep@example.com', { status: 'active' })).status).toBe(200);
  expect((await patch('admin@example.com', { status: 'disabled' })).status).toBe(200);
  expect(await administrators()).toEqual({ users: [2, 1], role: [2, 1] });
  expect((await api.admin('getPrincipal')).body.code).toBe('USER_DISABLED');
});

test('an administrator, by key or in person, makes another', async () => {
  const callers = [api.adminKey, person('admin@example.com')];
  for (const [at, caller] of callers.entries()) {
    const body = { userId: `eve-${at}@example.com`, roles: ['admin'] };
    expect((await api.as(caller)('createUser', { body })).status).toBe(201);
  }
});

test('permissions:escalate is given by administrators in person, and by no key', async () => {
  const body = { name: 'deputies', scopes: ['permissions:escalate'] };
  const byKey = await api.as(api.adminKey)('createRole', { body });
  expect(byKey.body).toMatchObject({
    status: 403,
    code: 'INSUFFICIENT_PERMISSIONS',
    missingScopes: ['permissions:escalate'],
  });
  expect((await api.as(person('admin@example.com'))('createRole', { body })).status).toBe(201);
});
