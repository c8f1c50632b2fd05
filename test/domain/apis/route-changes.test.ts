import fc from 'fast-check';
import type { ProtectedRoute } from '../../../lambdas/domain/apis/protected-route.ts';
import { routesThatDiffer, withRouteChanges } from '../../../lambdas/domain/apis/route-changes.ts';
import { routeSetOf } from '../../../lambdas/domain/apis/route-set.ts';

const kept: ProtectedRoute = { method: 'GET', path: '/orders', scopes: ['database:read'] };
const cheap: ProtectedRoute = { method: 'POST', path: '/orders' };
const dear: ProtectedRoute = { ...cheap, cost: 5 };
const gone: ProtectedRoute = { method: 'ANY', path: '/legacy' };
const added: ProtectedRoute = { method: 'GET', path: '/profile' };

test('only routes that were removed, added or changed are told', () => {
  expect(routesThatDiffer([kept, cheap, gone], [kept, dear, added])).toEqual({
    from: [cheap, gone],
    to: [dear, added],
  });
});

test('whoever knows the routes of before can tell those of after by them', () => {
  const route: fc.Arbitrary<ProtectedRoute> = fc.record(
    {
      method: fc.constantFrom('GET', 'ANY'),
      path: fc.constantFrom('/a', '/b', '/{c}'),
      scopes: fc.subarray(['database:read', 'database:write']),
      cost: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: ['method', 'path'] },
  );
  const set = fc.uniqueArray(route, { selector: ({ method, path }) => `${method} ${path}` }).map(routeSetOf);
  fc.assert(
    fc.property(set, set, (before, after) => {
      const changes = routesThatDiffer(before.routes, after.routes);
      expect(routeSetOf(withRouteChanges(before.routes, changes))).toEqual(after);
    }),
  );
});
