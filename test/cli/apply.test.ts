import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MemoryDeployment } from './memory-deployment.ts';
import { Terminal } from './terminal.ts';

let terminal: Terminal;
let deployment: MemoryDeployment;
let file: string;
beforeEach(() => {
  deployment = new MemoryDeployment();
  terminal = Terminal.at(deployment, deployment.token);
  file = join(terminal.folder, 'latchkey.yaml');
});
afterEach(() => terminal.remove());

const whole = `
roles:
  - name: reader
    scopes: [audit:read, database:read]
    accessRights: { projects: { sales: { modules: { model: read } } } }
users:
  - { userId: ci-bot@example.com, displayName: CI, roles: [reader] }
apis:
  - name: orders
    gateway: { accountId: "123456789012", apiId: a1b2c3, stage: prod }
    routes:
      - { method: POST, path: /orders, scopes: [database:write], cost: 1 }
      - { method: GET, path: /orders, scopes: [] }
`;

const apply = async (text: string, ...args: string[]) => {
  writeFileSync(file, text);
  deployment.calls.length = 0;
  return await terminal.run(['apply', '-f', file, ...args]);
};
const steps = async (text: string, ...args: string[]) => {
  const { code, out } = await apply(text, '-o', 'json', '--yes', ...args);
  expect(code).toBe(0);
  return (JSON.parse(out) as { items: { kind: string; name: string; action: string; changes: object }[] })
    .items;
};
const actions = async (text: string, ...args: string[]) =>
  (await steps(text, ...args)).map(({ action }) => action);

test('makes what the file names, roles before those who shall hold them, and a second time nothing', async () => {
  expect(await actions(whole)).toEqual(['create', 'create', 'create']);
  expect(deployment.writes).toEqual(['POST /roles', 'POST /users', 'POST /apis']);
  expect(deployment.stores.users.get('ci-bot@example.com')).toMatchObject({
    displayName: 'CI',
    roles: ['reader'],
  });
  expect(await actions(whole)).toEqual(['none', 'none', 'none']);
  expect(deployment.writes).toEqual([]);
});

test('changes what differs, and leaves what the file does not say', async () => {
  await apply(whole, '--yes');
  const changed = await steps(`
roles: [{ name: reader, description: reads }]
users: [{ userId: ci-bot@example.com, status: disabled }]
apis: [{ name: orders, enforcement: observe }]`);
  expect(changed).toEqual([
    {
      kind: 'role',
      name: 'reader',
      action: 'update',
      changes: { description: { from: '', to: 'reads' } },
    },
    {
      kind: 'user',
      name: 'ci-bot@example.com',
      action: 'update',
      changes: { status: { from: 'active', to: 'disabled' } },
    },
    {
      kind: 'api',
      name: 'orders',
      action: 'update',
      changes: { enforcement: { from: 'deny', to: 'observe' } },
    },
  ]);
  expect(deployment.writes).toEqual([
    'PUT /roles/reader',
    'PATCH /users/ci-bot@example.com',
    'PUT /apis/orders',
  ]);
  // All that the first file said is there still.
  expect(await actions(whole)).toEqual(['none', 'none', 'none']);
});

test('shows the difference, and changes nothing in a dry run', async () => {
  await apply(whole, '--yes');
  const { code, out } = await apply('roles: [{ name: reader, scopes: [] }]', '--dry-run');
  expect([code, deployment.writes]).toEqual([0, []]);
  expect(out).toContain('~  role  reader  scopes: ["audit:read","database:read"] → []');
  expect((await apply(whole, '--dry-run')).out).not.toContain('~');
});

test('asks first, and refuses where nobody can be asked', async () => {
  expect(await apply(whole)).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
  expect(deployment.writes).toEqual([]);
});

test.each([
  ['roles: [{ name: reader, scope: [] }]', 'roles[0].scope is not known'],
  ['role: []', 'role is not known; there are roles, users, apis'],
  ['roles: [{ scopes: [] }]', 'roles[0].name is missing'],
  ['roles: { name: reader }', 'roles must be a list'],
  ['users: [{ userId: a@example.com, invite: true }]', 'users[0].invite is not known'],
  ['users: [{ userId: a@example.com, status: gone }]', 'users[0].status must be one of "active", "disabled"'],
  ['users: [{ userId: a@example.com }, { userId: A@example.com }]', 'users[1] is about the same as users[0]'],
  [
    'roles: [{ name: r, accessRights: { projects: { p: { modules: { m: all } } } } }]',
    'roles[0].accessRights.projects.p.modules.m must be one of "read", "write"',
  ],
  [
    'apis: [{ name: a, gateway: { accountId: 123456789012, apiId: a, stage: b }, routes: [] }]',
    'apis[0].gateway.accountId must be a text',
  ],
  ['apis: [{ name: a, routes: [{ method: FETCH, path: 1 }] }]', 'apis[0].routes[0].path must be a text'],
  ['apis: [{ name: a, people: yes please, unauthenticated: 403 }]', 'apis[0].people must be true or false'],
  ['apis: [{ name: a, routes: [{ method: GET, path: /a, cost: free }] }]', 'cost must be a number'],
  ['apis: [{ name: nothing-yet }]', 'its gateway and routes are missing'],
  ['roles: [{ name: a, name: b }]', 'Map keys must be unique'],
  ['roles: [', 'latchkey.yaml: '],
  ['roles: !!js/function x', 'latchkey.yaml: '],
  ['__proto__: []', '__proto__ is not known'],
  ['', 'the file must be names with values'],
])('refuses %j, and says where, before anything is changed', async (text, message) => {
  const { code, out, err } = await apply(`${text}\n`, '--yes');
  expect([code, out, deployment.writes]).toEqual([2, '', []]);
  expect(err).toContain(message);
});

test('says how far it came where the API refuses a step, and goes on from there', async () => {
  const refused = whole.replace('roles: [reader] }', 'roles: [reader, writer] }');
  const { code, err } = await apply(refused, '--yes');
  expect([code, deployment.writes]).toEqual([2, ['POST /roles', 'POST /users']]);
  expect(err).toContain('user ci-bot@example.com was refused, or is in doubt. 1 of 3 changes had been made');
  expect(await actions(whole)).toEqual(['none', 'create', 'create']);
});

test('does not undo what somebody else changed meanwhile', async () => {
  await apply(whole, '--yes');
  terminal.fetch = async (input, init) => {
    if (init?.method === 'PUT') {
      const role = deployment.stores.roles.get('reader')!;
      deployment.stores.roles.set('reader', { ...role, version: role.version + 1 });
    }
    return await deployment.fetch(input, init);
  };
  expect(await apply('roles: [{ name: reader, scopes: [] }]', '--yes')).toMatchObject({ code: 6 });
});

test('reads standard input, and a file that is not there is an error', async () => {
  const read = await terminal.run(['apply', '-f', '-', '--yes', '--quiet'], {
    input: '{"roles": [{"name": "reader"}]}',
  });
  expect(read).toEqual({ code: 0, out: 'reader\n', err: '' });
  expect((await terminal.run(['apply', '-f', join(terminal.folder, 'nothing.yaml')])).code).toBe(2);
});
