import fc from 'fast-check';
import { findRoute, type Route } from '../../local/rest-api/route-table.ts';

const routes: Route<string>[] = [
  { method: 'GET', path: '/', target: 'root' },
  { method: 'GET', path: '/{proxy+}', target: 'greedy' },
  { method: 'GET', path: '/v1/api-keys/{id}', target: 'one' },
  { method: 'GET', path: '/v1/api-keys/{id}/pause', target: 'pause' },
  { method: 'GET', path: '/v1/api-keys/search', target: 'search' },
  { method: 'ANY', path: '/v1/any', target: 'any' },
  { method: 'POST', path: '/v1/any', target: 'post' },
  { method: 'POST', path: '/v1/posted', target: 'posted' },
];

test.each([
  ['GET', '/', 'root', {}],
  ['GET', '/v1/api-keys/7', 'one', { id: '7' }],
  ['GET', '/v1/api-keys/7/', 'one', { id: '7' }],
  ['GET', '/v1/api-keys/a%2Fb', 'one', { id: 'a%2Fb' }],
  ['GET', '/v1/api-keys/search', 'search', {}],
  ['GET', '/v1/api-keys/search/pause', 'pause', { id: 'search' }],
  ['GET', '/v1/other/thing', 'greedy', { proxy: 'v1/other/thing' }],
  ['GET', '/v1/any', 'any', {}],
  ['POST', '/v1/any', 'post', {}],
])('%s %s is %s', (method, path, target, parameters) => {
  const match = findRoute(routes, method, path);
  expect(match?.route.target).toBe(target);
  expect(match?.parameters).toEqual(parameters);
});

test.each([
  ['POST', '/v1/api-keys/7'],
  ['GET', '/v1/posted'],
  ['HEAD', '/'],
  ['POST', '/v1//any'],
  ['POST', '/V1/any'],
])('%s %s has no route', (method, path) => {
  expect(findRoute(routes, method, path)).toBeNull();
});

test('a parameter takes any one segment, and only that', () => {
  const segment = fc.string({ minLength: 1 }).filter((text) => !/[/?]/.test(text) && text !== 'search');
  fc.assert(
    fc.property(segment, (id) => {
      expect(findRoute(routes, 'GET', `/v1/api-keys/${id}/pause`)?.parameters).toEqual({ id });
    }),
  );
});
