import { routeSetOf } from '../../lambdas/domain/apis/route-set.ts';
import { add, api, at, definition, engine, fresh, get, orders, put, statusOf } from './registration-bench.ts';
import { replacements } from './replacements.ts';
import { takingAway } from './taking-away.ts';

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

replacements();
takingAway();

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
