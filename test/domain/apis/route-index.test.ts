import type { ProtectedRoute } from '../../../lambdas/domain/apis/protected-route.ts';
import { indexRoutes, type MatchedRoute } from '../../../lambdas/domain/apis/route-index.ts';

const routes: ProtectedRoute[] = [
  { method: 'GET', path: '/', scopes: ['root:read'] },
  { method: 'GET', path: '/orders', scopes: ['database:read'] },
  { method: 'ANY', path: '/orders', scopes: ['database:write'] },
  { method: 'GET', path: '/orders/{id}' },
  { method: 'GET', path: '/orders/export', scopes: ['billing:manage'] },
  {
    method: 'GET',
    path: '/p/{project}/models/{model}',
    project: '{project}',
    module: '{model}',
    action: 'read',
  },
  { method: 'GET', path: '/e/{env}', project: 'sales', environment: '{env}', action: 'deploy' },
  { method: 'ANY', path: '/files/{proxy+}', scopes: ['logs:read'] },
  { method: 'GET', path: '/files/secret/{name}', scopes: ['*'] },
  { method: 'ANY', path: '/{proxy+}', scopes: ['metadata:read'] },
];
const index = indexRoutes(routes);

const match = (call: string, pathParameters: Record<string, string> = {}): MatchedRoute | null => {
  const [method = '', resource = ''] = call.split(' ');
  return index.match({ method, resource, pathParameters });
};
const nameOf = (found: MatchedRoute | null) => found && `${found.route.method} ${found.route.path}`;

test.each<[string, Record<string, string>, string | null]>([
  ['GET /', {}, 'GET /'],
  ['GET /orders', {}, 'GET /orders'],
  ['POST /orders', {}, 'ANY /orders'],
  ['HEAD /orders', {}, 'ANY /orders'],
  ['HEAD /', {}, null],
  ['get /orders/{id}', { id: '1' }, null],
  ['GET /orders/', {}, null],
  ['GET /Orders', {}, null],
  ['GET /unlisted', {}, null],
  ['GET ', {}, null],
  ['GET /orders/{id}', { id: '1' }, 'GET /orders/{id}'],
  ['GET /orders/{id}', { id: '%C3%A4' }, 'GET /orders/{id}'],
  ['POST /files/{proxy+}', { proxy: 'a/b%2Fc' }, 'ANY /files/{proxy+}'],
  ['GET /files/{proxy+}', { proxy: 'secret/a/b' }, 'ANY /files/{proxy+}'],
])('%s %j belongs to %s', (call, parameters, expected) => {
  expect(nameOf(match(call, parameters))).toBe(expected);
});

describe('a path that could be read in two ways belongs to no route', () => {
  test.each([
    '.',
    '..',
    '%2E',
    '%2e%2E',
    'a%2Fb',
    'a/b',
    'a%5Cb',
    'a\\b',
    '%2525',
    'a%25',
    'a%00',
    'a%0A',
    '%7F',
    '%C2%85',
    '',
    '%',
    '%GG',
    '%C3',
    '%ED%A0%80',
  ])('with %j as parameter', (id) => {
    expect(match('GET /orders/{id}', { id })).toBeNull();
  });

  test.each(['..', 'a/..', 'a/../b', 'a%2F..%2Fb', './a', 'a/%2e%2e', 'a%5C..', 'a/b%252e', 'a%00', '%C3'])(
    'with %j as greedy parameter',
    (proxy) => {
      expect(match('GET /files/{proxy+}', { proxy })).toBeNull();
    },
  );

  test.each<[string, Record<string, string>]>([
    ['GET /orders/{id}', { id: 'export' }],
    ['GET /orders/{id}', { id: '%65xport' }],
    ['POST /{proxy+}', { proxy: 'orders' }],
    ['POST /{proxy+}', { proxy: '%6Frders' }],
    ['POST /{proxy+}', { proxy: 'orders/' }],
    ['POST /{proxy+}', { proxy: '/orders//' }],
    ['GET /{proxy+}', { proxy: 'orders%2F17' }],
    ['GET /{proxy+}', { proxy: 'files/a' }],
    ['GET /{proxy+}', { proxy: '' }],
    ['GET /files/{proxy+}', { proxy: 'secret%2Fa' }],
    ['GET /files/{proxy+}', { proxy: 'secret//a' }],
  ])('with that of a more exact route: %s %j', (call, parameters) => {
    expect(match(call, parameters)).toBeNull();
  });

  test.each<[string, Record<string, string>]>([
    ['GET /orders/{id}', {}],
    ['GET /orders/{id}', { Id: '1' }],
    ['GET /p/{project}/models/{model}', { project: 'sales' }],
    ['GET /{proxy+}', {}],
  ])('without a parameter that it has: %s %j', (call, parameters) => {
    expect(match(call, parameters)).toBeNull();
  });

  test('with a parameter that only a prototype has', () => {
    const parameters = Object.create({ id: '1' }) as Record<string, string>;
    expect(index.match({ method: 'GET', resource: '/orders/{id}', pathParameters: parameters })).toBeNull();
    expect(index.match({ method: 'GET', resource: 'constructor', pathParameters: {} })).toBeNull();
  });
});

describe('what a call needs', () => {
  test('is what its route requires, and no more', () => {
    expect(match('GET /orders')?.needs).toEqual({ scopes: ['database:read'] });
    expect(match('GET /orders/{id}', { id: '1' })?.needs).toEqual({});
  });

  test('is filled from its path, decoded once', () => {
    const call = 'GET /p/{project}/models/{model}';
    const needs = (project: string, model: string) => match(call, { project, model })?.needs;
    expect(needs('sales', 'm.1_a-B')).toEqual({ project: 'sales', module: 'm.1_a-B', action: 'read' });
    expect(needs('s%61les', 'm')).toEqual({ project: 'sales', module: 'm', action: 'read' });
    expect(needs('a'.repeat(128), 'm')).toMatchObject({ project: 'a'.repeat(128) });
    expect(match('GET /e/{env}', { env: 'prod' })?.needs).toEqual({
      project: 'sales',
      environment: 'prod',
      action: 'deploy',
    });
  });

  test.each(['*', '%2A', 'a b', 'a%20b', 'ä', 'a:b', '{model}', '__proto__x!', 'a'.repeat(129)])(
    'cannot be filled with %j',
    (project) => {
      expect(match('GET /p/{project}/models/{model}', { project, model: 'm' })).toBeNull();
    },
  );
});
