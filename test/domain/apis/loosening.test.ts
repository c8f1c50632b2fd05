import fc from 'fast-check';
import { requirementsLost } from '../../../lambdas/domain/apis/loosening.ts';
import type { ProtectedRoute } from '../../../lambdas/domain/apis/protected-route.ts';
import { indexRoutes } from '../../../lambdas/domain/apis/route-index.ts';
import { routeSetOf } from '../../../lambdas/domain/apis/route-set.ts';
import { permissionsNeeded } from '../../../lambdas/domain/permissions/needs.ts';
import { missingPermissions, permissionsBeyond } from '../../../lambdas/domain/permissions/permissions.ts';

const gateway = { accountId: '123456789012', apiId: 'a1b2c3', stage: 'prod' };
const api = (routes: ProtectedRoute[], more: object = {}) => ({
  enforcement: 'deny' as const,
  gateway,
  current: routeSetOf(routes),
  ...more,
});
const get = (more: Partial<ProtectedRoute> = {}): ProtectedRoute => ({
  method: 'GET',
  path: '/{p}',
  ...more,
});
const lost = (before: ProtectedRoute[], after: ProtectedRoute[] | null, more: object = {}) =>
  requirementsLost(api(before), after && api(after, more));
const scoped = (...scopes: string[]) => ({ scopes, accessRights: {} });
const rights = { project: '{p}', module: 'm', action: 'write' } as const;
const onEvery = { scopes: [], accessRights: { projects: { '*': { modules: { m: 'write' } } } } };

test.each<[string, ProtectedRoute[], ProtectedRoute[] | null, object]>([
  ['nothing changes', [get({ scopes: ['a:x'] })], [get({ scopes: ['a:x'] })], scoped()],
  ['a requirement is added', [get()], [get({ scopes: ['a:x'] })], scoped()],
  ['a wider one stands for it', [get({ scopes: ['a:x'] })], [get({ scopes: ['a:*'] })], scoped()],
  ['a narrower one stands for it', [get({ scopes: ['a:*'] })], [get({ scopes: ['a:x'] })], scoped('a:*')],
  ['one of two is dropped', [get({ scopes: ['a:x', 'b:x'] })], [get({ scopes: ['b:x'] })], scoped('a:x')],
  ['the route goes', [get({ scopes: ['a:x'] })], [], scoped('a:x')],
  ['a route without requirements goes', [get()], [], scoped()],
  [
    'the API goes',
    [get({ scopes: ['a:x'] }), get({ ...rights, path: '/b/{p}' })],
    null,
    {
      scopes: ['a:x'],
      accessRights: onEvery.accessRights,
    },
  ],
  ['what a path fills in is no more asked for', [get(rights)], [get()], onEvery],
  [
    'one project stands for what a path fills in',
    [get(rights)],
    [get({ ...rights, project: 'sales' })],
    onEvery,
  ],
  [
    'a path fills in what one project was',
    [get({ ...rights, project: 'sales' })],
    [get(rights)],
    { scopes: [], accessRights: { projects: { sales: { modules: { m: 'write' } } } } },
  ],
  ['reading stands for writing', [get(rights)], [get({ ...rights, action: 'read' })], onEvery],
  ['writing stands for reading', [get({ ...rights, action: 'read' })], [get(rights)], scoped()],
  [
    'ANY takes over',
    [get({ scopes: ['a:x'] })],
    [{ ...get({ scopes: ['b:x'] }), method: 'ANY' }],
    scoped('a:x'),
  ],
  [
    'ANY asks for as much',
    [get({ scopes: ['a:x'] })],
    [{ ...get({ scopes: ['a:x'] }), method: 'ANY' }],
    scoped(),
  ],
  [
    'a method is taken out of ANY',
    [{ ...get({ scopes: ['a:x'] }), method: 'ANY' }],
    [{ ...get({ scopes: ['a:x'] }), method: 'ANY' }, get()],
    scoped('a:x'),
  ],
  [
    'a method is left of ANY',
    [{ ...get({ scopes: ['a:x'] }), method: 'ANY' }],
    [get({ scopes: ['a:x'] })],
    scoped('a:x'),
  ],
])('where %s', (_, before, after, expected) => {
  expect(lost(before, after)).toEqual(expected);
});

test.each<[string, string, object]>([
  ['deny', 'middleware', scoped('a:x')],
  ['deny', 'observe', scoped('a:x')],
  ['middleware', 'observe', scoped('a:x')],
  ['middleware', 'deny', scoped()],
  ['observe', 'deny', scoped()],
])('from %s to %s', (from, to, expected) => {
  const routes = [get({ scopes: ['a:x'] })];
  expect(requirementsLost(api(routes, { enforcement: from }), api(routes, { enforcement: to }))).toEqual(
    expected,
  );
});

test.each([{ accountId: '210987654321' }, { apiId: 'other' }, { stage: 'test' }])('moved to %j', (moved) => {
  const routes = [get({ scopes: ['a:x'] })];
  expect(lost(routes, routes, { gateway: { ...gateway, ...moved } })).toEqual(scoped('a:x'));
});

const route = fc
  .record({
    method: fc.constantFrom('GET' as const, 'POST' as const, 'ANY' as const),
    path: fc.constantFrom('/a/{p}', '/b/{p}'),
    scopes: fc.subarray(['a:x', 'a:*', 'b:x', '*']),
    target: fc.option(
      fc.record({
        project: fc.constantFrom('{p}', 'sales', '*'),
        module: fc.constantFrom('{p}', 'm', '*'),
        action: fc.constantFrom('read' as const, 'write' as const),
      }),
      { nil: undefined },
    ),
  })
  .map(({ target, ...rest }) => ({ ...rest, ...target }));
const routes = fc.uniqueArray(route, { maxLength: 6, selector: ({ method, path }) => `${method} ${path}` });

test('whatever is changed, no call needs less than before by anything but what is lost', () => {
  let losses = 0;
  fc.assert(
    fc.property(routes, routes, (before, after) => {
      const held = lost(before, after);
      const [was, is] = [indexRoutes(before), indexRoutes(after)];
      for (const method of ['GET', 'POST', 'DELETE'])
        for (const resource of ['/a/{p}', '/b/{p}'])
          for (const p of ['sales', 'm', 'x']) {
            const call = { method, resource, pathParameters: { p } };
            const needed = was.match(call)?.needs;
            const still = is.match(call)?.needs;
            const less = permissionsBeyond(permissionsNeeded(still ?? {}), permissionsNeeded(needed ?? {}));
            expect(missingPermissions(held, less)).toBeNull();
            if (less.scopes.length > 0) losses += 1;
          }
    }),
    { numRuns: 1_000 },
  );
  expect(losses).toBeGreaterThan(1_000);
});
