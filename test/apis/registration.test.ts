import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { routeSetOf } from '../../lambdas/domain/apis/route-set.ts';
import { findChainFault } from '../../lambdas/domain/audit/audit.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { person } from '../support/memory-api.ts';

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
});
afterAll(() => engine?.stop());

const orders = [
  { method: 'POST', path: '/orders', scopes: ['database:write'], cost: 5 },
  { method: 'GET', path: '/orders', scopes: ['database:read'] },
];
let count = 0;
const fresh = () => `api-${(count += 1)}`;
const at = (stage: string, more: object = {}) => ({
  accountId: '123456789012',
  apiId: 'a1b2c3',
  stage,
  ...more,
});
const definition = (name: string, more: object = {}) => ({ gateway: at(name), routes: orders, ...more });
async function add(more: object = {}): Promise<string> {
  const name = fresh();
  expect(await statusOf(api.admin('registerApi', { body: { name, ...definition(name, more) } }))).toBe('201');
  return name;
}
const put = (name: string, body: object, headers = {}) =>
  api.admin('replaceApi', { at: { name }, body, headers });
const get = (name: string) => api.admin('getApi', { at: { name } });
async function statusOf(answer: Promise<{ status: number; body: any }>): Promise<string> {
  const { status, body } = await answer;
  return status < 300 ? String(status) : `${status} ${body.code}`;
}
const itemsOf = async (name: string) =>
  Object.keys(await engine.contents()).filter((key) => key.includes(name) && !key.includes('AUDIT#'));

describe('a new API', () => {
  test('is as it was asked for, sorted, and found under Location', async () => {
    const body = {
      name: 'orders',
      description: 'The shop\nand its orders',
      enforcement: 'middleware',
      people: true,
      unauthenticated: '401',
      gateway: at('orders', { accountId: '210987654321' }),
      routes: orders,
    };
    const made = await api.admin('registerApi', { body });
    expect([made.status, made.headers]).toMatchObject([
      201,
      { ETag: '"1"', Location: 'https://api.example.com/api/v1/apis/orders' },
    ]);
    const now = new Date(api.clock.now()).toISOString();
    const { hash: routesHash, routes } = routeSetOf(orders as never);
    expect(made.body).toEqual({
      ...body,
      routes: orders.toReversed(),
      routesHash,
      managedBy: null,
      createdAt: now,
      updatedAt: now,
    });
    expect(routes).toEqual(made.body.routes);
    expect((await get('orders')).body).toEqual(made.body);
  });

  test('refuses all that is not authenticated or permitted, and people, where it says nothing else', async () => {
    expect((await get(await add({ routes: [] }))).body).toMatchObject({
      description: '',
      enforcement: 'deny',
      people: false,
      unauthenticated: '403',
      routes: [],
    });
  });

  test('is what the gateway authorizer sees, with its routes as one text', async () => {
    const name = await add();
    const { current, previous, ...item } = (await engine.contents())[`A#123456789012/a1b2c3/${name}`] as any;
    expect(item).toMatchObject({ name, enforcement: 'deny', people: false, unauthenticated: '403' });
    expect(previous).toBeNull();
    expect({ ...current, routes: JSON.parse(current.routes) }).toEqual(routeSetOf(orders as never));
  });

  test('cannot take the name of another', async () => {
    const name = await add();
    const body = { name, ...definition(fresh()) };
    expect(await statusOf(api.admin('registerApi', { body }))).toBe('409 NAME_TAKEN');
  });

  test('cannot take the stage of another, and is told whose it is', async () => {
    const name = await add();
    const answer = await api.admin('registerApi', { body: { name: fresh(), ...definition(name) } });
    expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
      409,
      'CONFLICT',
      `The stage belongs to the API ${name}`,
    ]);
  });

  test('has a stage of this account, or of one that is named', async () => {
    const body = {
      name: fresh(),
      ...definition(fresh(), { gateway: at('x', { accountId: '999999999999' }) }),
    };
    const { status, body: problem } = await api.admin('registerApi', { body });
    expect([status, problem.errors]).toMatchObject([400, [{ field: 'gateway.accountId' }]]);
  });
});

describe('what is no protected API is refused, naming the field, and nothing is written', () => {
  const route = (more: object) => ({ routes: [{ method: 'GET', path: '/a', ...more }] });
  const many = (length: number) => ({
    routes: Array.from({ length }, (_, n) => ({ method: 'GET', path: `/${n}` })),
  });
  test.each<[string, object, string]>([
    ['no name', { name: undefined }, 'name'],
    ['an upper-case name', { name: 'Orders' }, 'name'],
    ['no stage', { gateway: undefined }, 'gateway'],
    ['no account', { gateway: { apiId: 'a', stage: 'b' } }, 'gateway.accountId'],
    ['an account of 11 digits', { gateway: at('b', { accountId: '12345678901' }) }, 'gateway.accountId'],
    ['a slash in the id', { gateway: at('b', { apiId: 'a/b' }) }, 'gateway.apiId'],
    ['a slash in the stage', { gateway: at('a/b') }, 'gateway.stage'],
    ['no routes', { routes: undefined }, 'routes'],
    ['501 routes', many(501), 'routes'],
    ['an unknown method', route({ method: 'TRACE' }), 'routes.0.method'],
    ['a lower-case method', route({ method: 'get' }), 'routes.0.method'],
    ['a path that ends in a slash', route({ path: '/a/' }), 'routes.0.path'],
    ['a query', route({ path: '/a?b' }), 'routes.0.path'],
    ['a route twice', { routes: [...orders, orders[1]] }, 'routes.2.path'],
    ['a scope outside the catalogue', route({ scopes: ['database:drop'] }), 'routes.0.scopes.0'],
    ['an action without a target', route({ action: 'read' }), 'routes.0.project'],
    ['a project alone', route({ project: 'sales' }), 'routes.0.module'],
    ['deploying a module', route({ project: 'p', module: 'm', action: 'deploy' }), 'routes.0.action'],
    [
      'a parameter that the path lacks',
      route({ project: '{p}', module: 'm', action: 'read' }),
      'routes.0.project',
    ],
    ['a cost of 0', route({ cost: 0 }), 'routes.0.cost'],
    ['a cost of 60,001', route({ cost: 60_001 }), 'routes.0.cost'],
    ['another enforcement', { enforcement: 'none' }, 'enforcement'],
    ['another status', { unauthenticated: 401 }, 'unauthenticated'],
    ['a manager', { managedBy: 'me' }, 'managedBy'],
    ['an unknown member of a route', route({ open: true }), 'routes.0.open'],
  ])('%s', async (_, more, field) => {
    const before = await engine.contents();
    const name = fresh();
    const answer = await api.admin('registerApi', { body: { name, ...definition(name), ...more } });
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID']);
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(await engine.contents()).toEqual(before);
  });

  test('500 routes are not too many, and a body of 64 KB is too large', async () => {
    const name = fresh();
    const body = { name, ...definition(name, many(500)) };
    expect(await statusOf(api.admin('registerApi', { body }))).toBe('201');
    const long = { name: fresh(), ...definition('x', route({ path: `/${'a'.repeat(66_000)}` })) };
    expect(await statusOf(api.admin('registerApi', { body: long }))).toBe('413 TOO_LARGE');
  });

  test('a name that cannot exist is not found', async () => {
    for (const name of ['no-such-api', '__proto__', 'A', 'a#b', 'x'.repeat(3_000)]) {
      expect(await statusOf(get(name))).toBe('404 NOT_FOUND');
      expect(await statusOf(put(name, definition('x')))).toBe('404 NOT_FOUND');
      expect(await statusOf(api.admin('deleteApi', { at: { name } }))).toBe('404 NOT_FOUND');
    }
  });
});

describe('a replacement', () => {
  test('is whole, and keeps the routes of before for deployments that still have them', async () => {
    const name = await add({ description: 'before', people: true });
    const routes = [{ method: 'ANY', path: '/new' }];
    const changed = await put(name, definition(name, { routes }));
    expect([changed.status, changed.headers['ETag']]).toEqual([200, '"2"']);
    expect(changed.body).toMatchObject({ description: '', people: false, routes });
    expect((await get(name)).body).toEqual(changed.body);
    const { current, previous } = (await engine.contents())[`A#123456789012/a1b2c3/${name}`] as any;
    expect([current.hash, previous.hash]).toEqual([
      changed.body.routesHash,
      routeSetOf(orders as never).hash,
    ]);
  });

  test('is told by the routes that it adds, removes and changes, and the chain can be checked by that', async () => {
    const [post, read] = orders;
    const name = await add();
    const dearer = { ...post, cost: 6 };
    const added = { method: 'GET', path: '/profile' };
    expect((await put(name, definition(name, { routes: [dearer, read, added] }))).status).toBe(200);
    expect((await put(name, definition(name, { routes: [dearer, added] }))).status).toBe(200);
    const { body: events } = await api.admin('listAuditEvents', { query: { targetId: name } });
    expect(events.map(({ changes }: any) => changes.routes)).toEqual([
      { from: [read], to: [] },
      { from: [post], to: [dearer, added] },
      { from: null, to: [read, post] },
    ]);
    const hashes = [orders, [dearer, read, added], [dearer, added]].map(
      (set) => routeSetOf(set as never).hash,
    );
    expect(events.map(({ changes }: any) => changes.routesHash.to)).toEqual(hashes.toReversed());
    expect(findChainFault(events.toReversed())).toBeNull();
  });

  test('that changes nothing keeps the ETag, and writes nothing', async () => {
    const name = await add();
    const before = await engine.contents();
    const same = await put(name, definition(name, { routes: orders.toReversed() }));
    expect([same.status, same.headers['ETag']]).toEqual([200, '"1"']);
    expect(await engine.contents()).toEqual(before);
  });

  test('moves to another stage, and leaves the former free', async () => {
    const [name, next, other] = [await add(), fresh(), fresh()];
    expect(await statusOf(put(name, definition(next)))).toBe('200');
    expect(await itemsOf(`/${name}`)).toEqual([]);
    expect(await itemsOf(`/${next}`)).toHaveLength(2);
    const body = { name: other, ...definition(name) };
    expect(await statusOf(api.admin('registerApi', { body }))).toBe('201');
    const taken = await put(name, definition(name));
    expect([taken.status, taken.body.detail]).toEqual([409, `The stage belongs to the API ${other}`]);
  });

  test('or a deletion of another version than If-Match names is 412', async () => {
    const name = await add();
    const stale = { 'If-Match': '"1"' };
    const body = definition(name, { description: 'second' });
    expect(await statusOf(put(name, body, stale))).toBe('200');
    expect(await statusOf(put(name, definition(name), stale))).toBe('412 PRECONDITION_FAILED');
    const removal = (headers: object) =>
      statusOf(api.admin('deleteApi', { at: { name }, headers: { ...headers } }));
    expect(await removal(stale)).toBe('412 PRECONDITION_FAILED');
    expect(await removal({ 'If-Match': '"2"' })).toBe('204');
    expect(await statusOf(get(name))).toBe('404 NOT_FOUND');
  });
});

test('a deletion leaves nothing but its events, and the next of that name goes on with their chain', async () => {
  const name = await add();
  expect(await statusOf(api.admin('deleteApi', { at: { name } }))).toBe('204');
  expect(await itemsOf(name)).toEqual([]);
  const body = { name, ...definition(name) };
  expect(await statusOf(api.admin('registerApi', { body }))).toBe('201');
  const { body: events } = await api.admin('listAuditEvents', { query: { targetId: name } });
  expect(events.map(({ action, sequence }: any) => [action, sequence])).toEqual([
    ['api.created', 3],
    ['api.deleted', 2],
    ['api.created', 1],
  ]);
  expect(events[0]).toMatchObject({
    target: { type: 'api', id: name, name },
    changes: { routes: { from: null, to: orders.toReversed() } },
  });
});

test('of many who take one stage at once one has it, with its item, its guard and its event', async () => {
  const stage = fresh();
  const names = Array.from({ length: 8 }, fresh);
  const answers = await Promise.all(
    names.map((name) => statusOf(api.admin('registerApi', { body: { name, ...definition(stage) } }))),
  );
  expect(answers.toSorted()).toEqual(['201', ...Array(7).fill('409 CONFLICT')]);
  const winner = names[answers.indexOf('201')] ?? '';
  const contents = await engine.contents();
  expect(contents[`A#123456789012/a1b2c3/${stage}`]).toMatchObject({ name: winner });
  expect(contents[`STAGE#123456789012/a1b2c3/${stage} STAGE`]).toMatchObject({ api: winner });
  for (const name of names) {
    const events = Object.keys(contents).filter((key) => key.startsWith(`API#${name} AUDIT#`));
    expect(events).toHaveLength(name === winner ? 1 : 0);
  }
});

test('of simultaneous changes of one version with If-Match one is made', async () => {
  const name = await add();
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      statusOf(put(name, definition(name, { description: `change ${n}` }), { 'If-Match': '"1"' })),
    ),
  );
  expect(answers.toSorted()).toEqual(['200', ...Array(5).fill('412 PRECONDITION_FAILED')]);
});

describe('nobody takes away what they do not have', () => {
  const caller = person('owner@example.com');
  beforeAll(async () => {
    const scopes = ['apis:manage', 'database:read'];
    const accessRights = { projects: { sales: { modules: { '*': 'write' } } } };
    await api.admin('createRole', { body: { name: 'api-owner', scopes, accessRights } });
    await api.admin('createUser', { body: { userId: 'owner@example.com', roles: ['api-owner'] } });
  });
  const [write, read] = orders;
  const change = (name: string, body: object) => api.as(caller)('replaceApi', { at: { name }, body });

  test('a requirement that the caller does not meet cannot be removed, loosened or deleted', async () => {
    const name = await add();
    for (const body of [
      definition(name, { routes: [read] }),
      definition(name, { routes: [read, { ...write, scopes: [] }] }),
      definition(name, { routes: [...orders.slice(1), { ...write, scopes: ['database:read'] }] }),
      definition(name, { enforcement: 'observe' }),
      definition(name, { enforcement: 'middleware' }),
      definition(fresh()),
    ]) {
      const { status, body: problem } = await change(name, body);
      expect([status, problem.code, problem.missingScopes]).toEqual([
        403,
        'INSUFFICIENT_PERMISSIONS',
        ['database:write'],
      ]);
    }
    const removal = await api.as(caller)('deleteApi', { at: { name } });
    expect([removal.status, removal.body.missingScopes]).toEqual([403, ['database:write']]);
    expect((await get(name)).headers['ETag']).toBe('"1"');
  });

  test('what they meet can be, and nothing stops them from asking for more', async () => {
    const name = await add();
    const stricter = [{ ...read, scopes: ['database:read', 'database:write'] }, write];
    expect(await statusOf(change(name, definition(name, { routes: stricter })))).toBe('200');
    expect(await statusOf(change(name, definition(name, { routes: orders })))).toBe(
      '403 INSUFFICIENT_PERMISSIONS',
    );
    expect(
      await statusOf(change(name, definition(name, { routes: [{ ...write, cost: 1 }, stricter[0]] }))),
    ).toBe('200');
    const light = await add({ routes: [read] });
    expect(await statusOf(change(light, definition(light, { routes: [] })))).toBe('200');
    expect(await statusOf(api.as(caller)('deleteApi', { at: { name: light } }))).toBe('204');
  });

  test('what a path fills in is every project', async () => {
    const path = '/p/{project}/{model}';
    const named = { method: 'GET', path, project: 'sales', module: '{model}', action: 'read' };
    const mine = await add({ routes: [named] });
    expect(await statusOf(change(mine, definition(mine, { routes: [{ method: 'GET', path }] })))).toBe('200');
    const name = await add({ routes: [{ ...named, project: '{project}' }] });
    const { status, body } = await change(name, definition(name, { routes: [named] }));
    expect([status, body.missingAccessRights]).toEqual([
      403,
      { projects: { '*': { modules: { '*': 'read' } } } },
    ]);
  });
});

test('what CDK manages is changed here by administrators alone, who need not hold what its routes require', async () => {
  const name = await add({ routes: [] });
  await engine.tables.client.send(
    new UpdateCommand({
      TableName: engine.tables.registry,
      Key: { pk: `API#${name}`, sk: 'API' },
      UpdateExpression: 'SET managedBy = :id',
      ExpressionAttributeValues: { ':id': 'orders/prod/stack/Auth' },
    }),
  );
  const call = api.as(person('owner@example.com'));
  for (const refused of [
    await call('replaceApi', { at: { name }, body: definition(name) }),
    await call('deleteApi', { at: { name } }),
  ])
    expect([refused.status, refused.body.missingScopes]).toEqual([403, ['*']]);
  const changed = await put(name, definition(name));
  expect([changed.status, changed.body.managedBy]).toEqual([200, 'orders/prod/stack/Auth']);
  expect(await statusOf(api.admin('deleteApi', { at: { name } }))).toBe('204');
});

test('lists are in the order of names, page by page, each API once', async () => {
  const names: string[] = [];
  for (let query: Record<string, string> | null = { limit: '3' }; query !== null; ) {
    const { status, body, headers }: any = await api.admin('listApis', { query });
    expect([status, body.length <= 3]).toEqual([200, true]);
    names.push(...body.map(({ name }: { name: string }) => name));
    const cursor = new URL(/<(.*)>/.exec(headers['Link'] ?? '')?.[1] ?? 'https://x').searchParams.get(
      'cursor',
    );
    query = cursor === null ? null : { limit: '3', cursor };
  }
  expect(names.length).toBeGreaterThan(10);
  expect(names).toEqual([...new Set(names)].toSorted());
  expect(names).toContain('orders');
});
