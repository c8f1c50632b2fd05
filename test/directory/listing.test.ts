import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import type { OperationId } from '../../lambdas/contract/routes.ts';

let engine: Engine;
let api: Deployment;
const userIds = Array.from({ length: 60 }, (_, at) => `user-${String(at).padStart(2, '0')}@example.com`);
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
  await api.admin('createRole', { body: { name: 'even' } });
  for (const [at, userId] of userIds.entries()) {
    const { status } = await api.admin('createUser', {
      body: {
        userId,
        displayName: at === 7 ? 'Zoë Straße' : `Person ${at}`,
        roles: at % 2 === 0 ? ['even'] : [],
        status: at % 10 === 0 ? 'disabled' : 'active',
      },
    });
    expect(status).toBe(201);
  }
});
afterAll(() => engine?.stop());

const next = (link: string | undefined) => /^<([^>]+)>; rel="next"$/.exec(link ?? '')?.[1];

/** Every page of a list, over the chain of its `Link` headers. */
async function pagesOf(
  operationId: OperationId,
  query: Record<string, string>,
  at: Record<string, string> = {},
) {
  const pages: any[][] = [];
  let parameters: Record<string, string> | undefined = query;
  while (parameters !== undefined) {
    const { status, body, headers } = await api.admin(operationId, { at, query: parameters });
    expect(status).toBe(200);
    pages.push(body);
    const url = next(headers['Link']);
    parameters = url === undefined ? undefined : Object.fromEntries(new URL(url).searchParams);
    if (pages.length > 100) throw new Error('the list does not end');
  }
  return pages;
}
const idsOf = async (query: Record<string, string>) =>
  (await pagesOf('listUsers', query)).flat().map(({ userId }) => userId);

describe('users', () => {
  test('come by userId, 25 a page, each once', async () => {
    const pages = await pagesOf('listUsers', {});
    expect(pages.map((page) => page.length)).toEqual([25, 25, 11]);
    expect(pages.flat().map(({ userId }) => userId)).toEqual(['admin@example.com', ...userIds]);
  });

  test.each([1, 7, 61, 100])('come whole in pages of %s', async (limit) => {
    const pages = await pagesOf('listUsers', { limit: String(limit) });
    expect(pages.flat().map(({ userId }) => userId)).toEqual(['admin@example.com', ...userIds]);
    expect(pages.slice(0, -1).filter((page) => page.length !== limit)).toEqual([]);
    expect(pages.at(-1)?.length).toBeGreaterThan(0);
  });

  test('are found by a part of userId or name, in any case', async () => {
    expect(await idsOf({ search: 'USER-0' })).toEqual(userIds.slice(0, 10));
    expect(await idsOf({ search: 'zoë s' })).toEqual([userIds[7]]);
    expect(await idsOf({ search: 'ZOË' })).toEqual([userIds[7]]);
    expect(await idsOf({ search: 'no such person' })).toEqual([]);
  });

  test('are found by role and status, whatever the page holds', async () => {
    const even = userIds.filter((_, at) => at % 2 === 0);
    expect(await idsOf({ role: 'even', limit: '4' })).toEqual(even);
    expect(await idsOf({ status: 'disabled', limit: '1' })).toEqual(userIds.filter((_, at) => at % 10 === 0));
    expect(await idsOf({ role: 'even', status: 'active', search: 'user-2' })).toEqual(
      [22, 24, 26, 28].map((at) => userIds[at]),
    );
    expect(await idsOf({ role: 'nobody-holds-it' })).toEqual([]);
  });

  test('neither skip nor repeat when one before the cursor goes away', async () => {
    await api.admin('createUser', { body: { userId: 'user-00' } });
    const first = await api.admin('listUsers', { query: { limit: '5' } });
    await api.admin('deleteUser', { at: { userId: 'user-00' } });
    const query = Object.fromEntries(new URL(next(first.headers['Link'])!).searchParams);
    const second = await api.admin('listUsers', { query });
    const seen = [...first.body, ...second.body].map(({ userId }) => userId).filter((id) => id !== 'user-00');
    expect(seen).toEqual(['admin@example.com', ...userIds].slice(0, seen.length));
  });
});

test('roles come by name, and page as users do', async () => {
  for (let at = 0; at < 30; at += 1) {
    await api.admin('createRole', { body: { name: `role-${String(at).padStart(2, '0')}` } });
  }
  const pages = await pagesOf('listRoles', { limit: '10' });
  expect(pages.map((page) => page.length)).toEqual([10, 10, 10, 2]);
  const names = pages.flat().map(({ name }) => name);
  const numbered = Array.from({ length: 30 }, (_, at) => `role-${String(at).padStart(2, '0')}`);
  expect(names).toEqual(['admin', 'even', ...numbered]);
});

test('roles are found by a part of name or description, in any case', async () => {
  await api.admin('createRole', { body: { name: 'analyst', description: 'Reads the Sales figures' } });
  const search = async (text: string) =>
    (await pagesOf('listRoles', { search: text, limit: '3' })).flat().map(({ name }) => name);
  expect(await search('ANALY')).toEqual(['analyst']);
  expect(await search('sales FIG')).toEqual(['analyst']);
  expect(await search('role-0')).toEqual(Array.from({ length: 10 }, (_, at) => `role-0${at}`));
  expect(await search('no such role')).toEqual([]);
});

describe('the holders of a role', () => {
  const holdersOf = async (name: string, query: Record<string, string>) =>
    (await pagesOf('listRoleHolders', query, { name })).flat().map(({ userId }) => userId);

  test('are the users that list it, in pages of any size', async () => {
    const even = await idsOf({ role: 'even' });
    expect(even).toHaveLength(30);
    for (const limit of ['1', '7', '30', '100']) expect(await holdersOf('even', { limit })).toEqual(even);
    expect(await holdersOf('admin', {})).toEqual(['admin@example.com']);
    expect(await holdersOf('role-00', {})).toEqual([]);
  });

  test('are those of a role that there is, and a cursor is bound to it', async () => {
    const { status, body } = await api.admin('listRoleHolders', { at: { name: 'nobody-made-it' } });
    expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
    const { headers } = await api.admin('listRoleHolders', { at: { name: 'even' }, query: { limit: '1' } });
    const cursor = new URL(next(headers['Link'])!).searchParams.get('cursor')!;
    const other = await api.admin('listRoleHolders', { at: { name: 'role-00' }, query: { cursor } });
    expect([other.status, other.body.errors[0].field]).toEqual([400, 'cursor']);
  });
});

test('users tell how many keys they have, alone and in lists', async () => {
  const userId = userIds[8]!;
  const at = { userId };
  await api.admin('updateUser', { at, body: { roles: ['admin', 'even'] } });
  const counts = async () => [
    (await api.admin('getUser', { at })).body.keyCount,
    (await api.admin('listUsers', { query: { search: userId } })).body[0].keyCount,
    (await api.admin('listRoleHolders', { at: { name: 'even' } })).body.find(
      (holder: { userId: string }) => holder.userId === userId,
    ).keyCount,
  ];
  expect(await counts()).toEqual([0, 0, 0]);
  const limits = { userId, scopes: [], accessRights: {} };
  const { body: first } = await api.admin('createApiKey', { body: { name: 'first', ...limits } });
  await api.admin('createApiKey', { body: { name: 'second', ...limits, expiresIn: '1s' } });
  expect(await counts()).toEqual([2, 2, 2]);
  await api.admin('deleteApiKey', { at: { id: first.id } });
  expect(await counts()).toEqual([1, 1, 1]);
  const { body, headers } = await api.admin('updateUser', { at, body: { displayName: 'Eight' } });
  expect([body.keyCount, headers['ETag']]).toEqual([1, '"3"']);
});

test.each<[string, Record<string, string>, string]>([
  ['limit 0', { limit: '0' }, 'limit'],
  ['limit 101', { limit: '101' }, 'limit'],
  ['a made-up cursor', { cursor: 'abc' }, 'cursor'],
  ['an unknown status', { status: 'gone' }, 'status'],
  ['an impossible role', { role: 'A' }, 'role'],
  ['an unknown parameter', { sort: 'name' }, 'sort'],
])('%s is refused', async (_, query, field) => {
  const { status, body } = await api.admin('listUsers', { query });
  expect([status, body.errors[0].field]).toEqual([400, field]);
});

test('a cursor is bound to its list and its filter', async () => {
  const { headers } = await api.admin('listUsers', { query: { limit: '1' } });
  const cursor = new URL(next(headers['Link'])!).searchParams.get('cursor')!;
  const answers = await Promise.all([
    api.admin('listUsers', { query: { cursor, status: 'active' } }),
    api.admin('listRoles', { query: { cursor } }),
    api.admin('listApiKeys', { query: { cursor } }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
  expect((await api.admin('listUsers', { query: { cursor, limit: '3' } })).body).toHaveLength(3);
});
