import fc from 'fast-check';
import { RouteSet } from '../../clients/cdk/src/route-set.ts';
import { routeSetOf } from '../../lambdas/domain/apis/route-set.ts';

test('the construct and Latchkey agree about the hash of every route set', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9._$:-]{1,8}$/);
  const needs = fc.record(
    {
      scopes: fc.array(fc.stringMatching(/^[a-z]{1,6}:[a-z*]{1,6}$/), { maxLength: 4 }),
      project: name,
      module: fc.oneof(name, fc.string()),
      environment: name,
      action: fc.constantFrom('read', 'write', 'execute', 'deploy') as fc.Arbitrary<any>,
      cost: fc.integer({ min: 1, max: 60_000 }),
    },
    { requiredKeys: [] },
  );
  const call = fc.record({ method: fc.constantFrom('GET', 'ANY', 'POST'), path: fc.webPath() });
  const routes = fc.uniqueArray(fc.tuple(call, needs), {
    selector: ([{ method, path }]) => `${method} ${path}`,
  });
  fc.assert(
    fc.property(routes, (pairs) => {
      const set = new RouteSet();
      for (const [{ method, path }, requirements] of pairs) set.add(method, path, requirements);
      const known = routeSetOf(pairs.map(([each, requirements]) => ({ ...each, ...requirements }) as never));
      expect(set.hash).toBe(known.hash);
      expect(JSON.parse(set.text)).toEqual(known.routes);
    }),
  );
});
