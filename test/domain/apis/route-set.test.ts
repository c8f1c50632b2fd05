import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { ProtectedRoute } from '../../../lambdas/domain/apis/protected-route.ts';
import { routeSetOf } from '../../../lambdas/domain/apis/route-set.ts';

const routes: ProtectedRoute[] = [
  { method: 'POST', path: '/orders', scopes: ['b:write', 'a:read', 'b:write'], cost: 5 },
  { path: '/orders', method: 'GET', scopes: [], cost: 1 },
  { method: 'ANY', path: '/a', project: '{p}', module: 'm', action: 'read' },
];

test('a route set is sorted, and says nothing that it need not', () => {
  expect(routeSetOf(routes).routes).toEqual([
    { method: 'ANY', path: '/a', project: '{p}', module: 'm', action: 'read' },
    { method: 'GET', path: '/orders' },
    { method: 'POST', path: '/orders', scopes: ['a:read', 'b:write'], cost: 5 },
  ]);
});

test('its hash is that of its canonical JSON, which others can compute too', () => {
  const text =
    '[{"action":"read","method":"ANY","module":"m","path":"/a","project":"{p}"},{"method":"GET","path":"/orders"},' +
    '{"cost":5,"method":"POST","path":"/orders","scopes":["a:read","b:write"]}]';
  expect(routeSetOf(routes).hash).toBe(createHash('sha256').update(text).digest('hex'));
  expect(routeSetOf([]).hash).toBe(createHash('sha256').update('[]').digest('hex'));
});

test('order is nothing to it, and every requirement is', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(routes, { minLength: 3 }), (shuffled) => {
      expect(routeSetOf(shuffled)).toEqual(routeSetOf(routes));
    }),
  );
  const changed = [
    { scopes: ['a:read'] },
    { cost: 2 },
    { project: 'q' },
    { action: 'write' as const },
    { path: '/b' },
  ];
  const hashes = changed.map((change) => routeSetOf(routes.with(2, { ...routes[2]!, ...change })).hash);
  expect(new Set([routeSetOf(routes).hash, ...hashes]).size).toBe(6);
});
