import { checkRoutes } from '../../../lambdas/domain/apis/check-routes.ts';
import type { ProtectedRoute } from '../../../lambdas/domain/apis/protected-route.ts';
import { parseRoutePath } from '../../../lambdas/domain/apis/route-path.ts';

const fieldsOf = (...routes: ProtectedRoute[]) => checkRoutes(routes).map(({ field }) => field);
const at = (path: string, more: Partial<ProtectedRoute> = {}): ProtectedRoute => ({
  method: 'GET',
  path,
  ...more,
});

test.each(['/', '/a', '/a/b', '/{id}', '/a/{id}/b', '/{proxy+}', '/a:b/c.d_e-f$', '/..a', '/{a}/{b+}'])(
  '%j is a resource path',
  (path) => {
    expect(parseRoutePath(path)).not.toBeNull();
    expect(fieldsOf(at(path))).toEqual([]);
  },
);

test.each([
  '',
  'a',
  '//',
  '/a/',
  '/a//b',
  '/.',
  '/..',
  '/a/../b',
  '/a b',
  '/ä',
  '/a%20',
  '/a?b',
  '/a*',
  '/{}',
  '/{+}',
  '/{a',
  '/a}',
  '/x{a}',
  '/{a}x',
  '/{a+}/b',
  '/{a}/{a}',
  '/{a}/{a+}',
  '/{a b}',
  '/\\',
  '$default',
])('%j is none', (path) => {
  expect(parseRoutePath(path)).toBeNull();
  expect(fieldsOf(at(path))).toEqual(['0.path']);
});

test('what is filled is a parameter of the path, and one segment of it', () => {
  const rights = { module: 'm', action: 'read' } as const;
  expect(fieldsOf(at('/p/{project}', { ...rights, project: '{project}' }))).toEqual([]);
  expect(fieldsOf(at('/p/{other}', { ...rights, project: '{project}' }))).toEqual(['0.project']);
  expect(fieldsOf(at('/p', { ...rights, project: 'x{project}' }))).toEqual(['0.project']);
  expect(fieldsOf(at('/p', { ...rights, project: '{}' }))).toEqual(['0.project']);
  expect(fieldsOf(at('/{project+}', { ...rights, project: '{project}' }))).toEqual(['0.project']);
  expect(fieldsOf(at('/{m}', { project: 'a', module: '{m', environment: 'm}', action: 'read' }))).toEqual([
    '0.module',
    '0.environment',
  ]);
});

test('a method stands once on a path', () => {
  expect(fieldsOf(at('/a'), { ...at('/a'), method: 'ANY' }, at('/b'), at('/a', { cost: 2 }))).toEqual([
    '3.path',
  ]);
});

test('64 KB are the most', () => {
  const long = (count: number) => Array.from({ length: count }, (_, n) => at(`/${'x'.repeat(1_000)}${n}`));
  expect(fieldsOf(...long(60))).toEqual([]);
  expect(checkRoutes(long(70))).toEqual([{ field: '', message: 'Must be 64 KB at most' }]);
});
